/*!
 * The common passwords of at least eight characters among the ten thousand first of zxcvbn (https://github.com/dropbox/zxcvbn), sorted.
 * They are used under its licence:
 *
 * Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.
 *
 * Permission is hereby granted, free of charge, to any person obtaining
 * a copy of this software and associated documentation files (the
 * "Software"), to deal in the Software without restriction, including
 * without limitation the rights to use, copy, modify, merge, publish,
 * distribute, sublicense, and/or sell copies of the Software, and to
 * permit persons to whom the Software is furnished to do so, subject to
 * the following conditions:
 *
 * The above copyright notice and this permission notice shall be
 * included in all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
 * EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
 * LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION
 * OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
 * WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
export const commonPasswords = `
!qaz2wsx %%passwo 0.0.0.000 0000000000d 0000000000o 00000001 000777fffa 00096462 00197400 01011900 01011910 01011950 01011960 01011961 01011970 01011971
01011972 01011974 01011976 01011977 01011979 01011981 01011982 01011983 01011984 01011985 01011987 01011988 01011989 01011990 01011992 01011994 01011995
01011999 01012000 01012001 01020304 010203040506 01021990 01031985 01031988 01031989 01041988 01061986 01061990 01081989 01091987 01091989 01121988 013cpfza
0147258369 0147852369 0147896325 01telemike01 02011971 02011975 02011980 02011981 02011982 02011983 02011984 02011986 02011987 02011989 02021971 02021979
02021981 02021984 02021985 02021986 02021988 02021990 02031970 02031973 02031975 02031977 02031978 02031979 02031980 02031981 02031982 02031984 02031985
02031986 02031987 02031989 02041972 02041973 02041974 02041975 02041976 02041977 02041978 02041980 02041982 02041983 02041984 02041986 02041987 02041988
02041989 02051970 02051972 02051973 02051975 02051976 02051977 02051978 02051981 02051982 02051985 02051986 02051987 02051988 02061971 02061972 02061974
02061977 02061982 02061983 02061984 02061986 02071971 02071975 02071976 02071978 02071979 02071980 02071982 02071986 02071987 02071988 02071989 02081970
02081973 02081974 02081977 02081980 02081983 02081984 02081986 02081988 02081989 02091971 02091980 02091981 02091984 02091986 02091987 02091989 02101976
02101977 02101981 02101984 02101985 02101986 02101987 02101988 02101989 03031986 03041986 03041991 03082006 033028pw 04041988 04041991 04975756 05051985
05051987 05051989 06061986 06225930 07071977 07831505 08031985 08031986 08051990 08081988 08121986 08154711 08522580 085tzzqi 09051945 090808qwe 0987654321a
0987654321q 09877890 0o9i8u7y 0o9i8u7y6t 0okm9ijn 0raziel0 10011990 100200300 10051987 10071987 100years 10101990 10111213 1020304050 1029384756 1029384756q
10inches 11001001 11051987 11051990 11061985 11081989 1111111111zz 11111111a 1111111a 1111111q 111111aa 1112131415 11121986 11122233 111222333 111222333a
1122112211 11223344 1122334455 112233445566 11223344q 11335577 1133557799 118a105b 11qq22ww 12021988 12031985 12031987 12051988 1211123a 12121990 12131415
1213141516 1223334444 12233445 123123123q 123123321 12312345 123123qwe 1232323q 12332100 12332112 123321123 12332145 123321456 123321qaz 12341234q 12343412
12344321 12344321q 1234509876 12345123 123452345 1234554321q 12345600 12345612 12345654321 123456654 123456654321 12345666 12345670 12345677 12345678
123456780 123456788 12345678900 12345678900987654321 1234567890a 1234567890m 1234567890q 1234567890qwe 1234567890s 1234567890w 1234567890z 1234567890zzz
1234567891 12345678910 123456789101 12345678912 123456789123 12345678987654321 1234567899 123456789987654321 123456789a 123456789aa 123456789d 123456789e
123456789f 123456789g 123456789i 123456789o 123456789q 123456789qaz 123456789qqq 123456789qw 123456789qwe 123456789qwerty 123456789r 123456789v 123456789x
123456789y 123456789z 123456789zx 123456789zxc 12345678m 12345678q 12345678qwe 12345678s 12345678z 12345679 123456798 1234567aa 1234567k 1234567l 1234567m
1234567q 1234567r 1234567s 1234567u 1234567v 1234567w 1234567z 12345698 123456987 123456aa 123456aaa 123456ab 123456abc 123456as 123456asd 123456qaz 123456qq
123456qqq 123456qw 123456qwe 123456qwer 123456qwerty 123456ru 123456ss 123456zxc 123456zz 123459876 12345abc 12345abcde 12345asdfg 12345qaz 12345qwer
12345qwert 12345rewq 12345zxc 12345zxcvb 12348765 12349876 1234abcd 1234asdf 1234kekc 1234qwer 1234qwerasdf 1234qwert 1234rmvb 1236547890 12369874 1236987z
123789456 123abc123 123asd123 123mudar 123qazwsx 123qq123 123qwe12 123qwe321 123qwe456 123qwe456rty 123qweasd 123qweqwe 123zxc123 12435687 124578963 12481632
12e3e456 12locked 12monkey 12qw12qw 12qw34er 12qw34er56ty 12qwaszx 12qwerty 12s3t4p55 13021990 13041987 13041988 13121985 13245678 13245768 132465798
134679258 134679852 134kzbip 135135ab 1357911q 13579135 13579246 135792468 1357924680 135797531 135798642 14021985 14021986 14061991 142536789 14725836
147258369 1472583690 147896321 147896325 14881488 14938685 15011987 15021985 15051981 151nxjmt 15426378 154ugeiu 159357456 159753123 159753258 159753456
159753456852 159753852 15987532 159875321 15s9pu03 16121987 17061988 17071994a 172839456 18011987 18061990 18091985 18121812 18273645 18821221 19061987
19216801 19283746 19371ayj 19391945 1958proman 19719870 1972chev 19733791 19844891 19877891 19899891 19933991 19952009sa 19966991 19977991 19992000 19mtpgam19
1a2a3a4a 1a2a3a4a5a 1a2b3c4d5e 1a2s3d4f 1a2s3d4f5g 1aaaaaaa 1asshole 1basebal 1bbbbbbb 1bigdick 1bulldog 1charles 1charlie 1chelsea 1chicken 1corvett 1cowboys
1diamond 1dolphin 1ferrari 1footbal 1forever 1freedom 1fuckyou 1grizzly 1heather 1hxboqg2s 1jeffrey 1jessica 1johnson 1letmein 1manager 1michael 1michell
1million 1pass1page 1patrick 1q2q3q4q 1q2q3q4q5q 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q3e5t7u 1qa2ws3e 1qa2ws3ed 1qa2ws3ed4rf 1qasw23ed 1qay2wsx 1qaz!qaz
1qaz2wsx 1qaz2wsx3edc 1qaz3edc 1qaz@wsx 1qazxsw2 1qazxsw23edc 1qazzaq1 1qwertyuiop 1rosebud 1samanth 1scooter 1sexyred 1starwar 1sunshin 1tiffany 1w2q3r4e
1wildcat 1x2zkg8w 1xrg4kcq 1z2x3c4v 1z2x3c4v5b 1zxcvbnm 1zzzzzzz 20031987 2004-10- 20091988 201jedlz 20spanks 21011989 21031987 21031990 21051991 21101986
21125150 2112rush 212121qaz 213qwe879 22021986 22021989 22041988 22061941 22071986 221195ws 22223333 22334455 22446688 23021986 23041987 23049307
23176djivanfros 23skidoo 24011985 24061986 24111989 243462536 245lufpq 24681012 24681357 246813579 248ujnfk 2502557i 25031987 25091987 25121987 254xtpss
25800852 26061987 267ksyjf 27061988 27731828 28011987 28021990 28041987 29011985 29071983 299792458 2b4dnvsx 2bigtits 2bornot2 2sexy2ho 2wj2k9oj 2wsx1qaz
2wsx3edc 2wsxzaq1 30041986 30051985 31011987 311music 31217221027711 31415926 314159265 3141592654 321456987 32165498 321654987 3216732167 326159487
32615948worms 333222111 33334444 333666999 335533aa 33rjhjds 343104ky 34523452 36460341 368ejhih 369258147 369874125 383pdjvl 38972091 3edcvfr4 3f3fpht7op
3rjs1la7qe 3stooges 3syqo15hil 3xbobobo 40028922 4294967296 42qwerty42 43046721 43211234 4321rewq 4506802a 456123789 45m2do5bs 474jdvff 4809594q 481516234
4815162342 4815162342a 4904s677075 495rus19 4cranker 4fa82hyx 4g3izhox 4gxrzemq 4rfv3edc 4rfv5tgb 4z34l0ts 50spanks 51842543 52678677 531879fiz 541233432442
5432112345 545ettvy 5544332211 554uzpad 555666777 55832811 565hlgqo 5t6y7u8i 5tgb6yhn 5tgbnhy6 5w76rnqp 5wr2i7h8 625vrobg 62717315 640xwfkv 6458zn7a 66613666
666999666 666satan 669e53e1 682regkh 686xqxfg 68camaro 69213124 69camaro 6xe8j2z4 74123698 741258963 741852963 741852kk 748159263 753951852 7653ajl1 766rglqy
7777777a 777angel 789123456 78945612 7894561230 78963214 789632145 789654123 78n3s5af 794613852 7ertu3ds 7f4df451 7gorwell 7hrdnw23 7jokx7b9du 7ovtgimc
7u8i9o0p 7ugd5hip2j 808state 80988218126 85852008 863abgsg 86753099 88351132 88889999 890098890 89015173454 89172735872 89211375759 89231243658s 8928190a
89600506779 8j4ye3uz 8phrowz622 8phrowz624 8xuuobe4 92702689 9379992a 951753852 96385274 963852741 98741236 987412365 98745632 987456321 987654321a 987654321q
987654321z 98798798 989244342a 999111999q 9kyq6fge a12345678 a1234567890 a123456a a1a2a3a4 a1b2c3d4 a1l2e3x4 a9387670a a987654321 aa123456 aaaa1111 aaaaaaa1
aabbccdd aaron123 aassddff ab12cd34 abc12345 abc123456 abc123456789 abc123abc abcd1234 abcd12345 abcde123 abcde12345 abcdef123 abercrom abhishek abracada
abracadabra absolute absolutely abulafia ac2zxdty academic access12 access14 access99 accessno accident acdeehan acerview aceshigh achilles acidrain ackerman
acmilan1 acuransx addicted addiction adelaida adelaide adgjmptw admin123 admiral1 adrenali adrenalin adrianna adrianne adrienne adv12775 advanced advantag
adventur adventure advocate aerosmit aerostar aezakmi1 affinity afrodita aftermath agamemnon agbdlcid agent007 agnieszka airborne ajcuivd289 aksarben alabama1
alakazam alanfahy alastair albacore albatros albatross alberto1 alcapone alchemist aldebara alderaan alejandr alejandro aleksand aleksandr aleksandra alekseev
alekseeva alena2010 alenushka alessand alessandr alessandro alex1959 alex1973 alex1990 alex1996 alex2000 alex2112 alexandr alexandra alexandru alexsandr
alfabeta alfarome alfaromeo algernon alhambra alicante alino4ka alinochka alkaline allan123 allblack allblacks alleycat alliance alligato alligator allister
allnight allochka allright allstar1 allstars allstate almighty alohomora aloysius alpacino alphabeta alphaomega alskdjfhg alterego alternat alternative
aluminum amadeus1 amanda01 amanda11 amanda12 amanda69 amandine amarillo amaterasu amateurs amatuers ambassador amber123 ambrosia america1 american americas
amethyst amoremio amsterda amsterdam an83546921an13 anabolic analfuck anamaria anastasia ancella2 anderson andre123 andrea11 andreas1 andrei123 andretti
andrew01 andrew12 andrew123 andrew13 andrew22 andrew88 andrey123 andyod22 anfield1 angel123 angel666 angela12 angelbab angeleye angelica angelika angelina
angeline angelo4ek angelofwar anhnhoem anhyeuem animals1 animated animation anna1989 anna2000 anna2010 anna2614 annabell annabelle annalisa annarbor annelies
annemari annette1 anniedog annmarie annushka another1 anteater antelope anthony0 anthony3 anthony7 antietam antigone antivirus antonella antonina antonio1
antonius antoshka anything anywhere aolsucks apollo11 apollo13 appelsin applebee applegat applemac apples12 applesauce appleseed approved aqswdefr aquafina
aqualung aquamann aquarium aquarius arabella arcangel archange archibald architect arclight arcturus argentina argentum argonaut arhangel aristote aristotle
arizona1 arkangel arlington armadill armadillo armagedd armagedo armstrong arnster55 arrowhea arschloch arsehole arsenal1 arsenal2 arsenalf arsenalfc
art131313 artem123 artem777 artofwar arwpls4u as123456 asbestos asd12345 asd123asd asdasd12 asdasd123 asdasdas asdf1234 asdf67nm asdfasdf asdfg123 asdfg1234
asdfg12345 asdfgh12 asdfgh123 asdfghj1 asdfghjkl asdfghjkl123 asdfjkl1 asdfjkl; asdflkjh asdfqwer asdfrewq asdqwe123 asfnhg66 ashleigh ashley11 ashley12
asmodean asmodeus asparagus aspirine assa1234 assassin asscrack asseater assembler assembly assfucke asshole1 asshole2 asshole3 assholes asslicker asslover
astaroth asterios asteroid astonmar astonmartin astonvil astonvilla astra123 astrovan asturias atkinson atlantida atlantis atombomb augsburg august11 august12
august16 aurelius austin11 austin12 austin123 austin31 australia1 autechre autobahn automatic available avalanch avalanche avangard avemaria avenger1 avengers
aventura aviation avrillavigne awesome1 azathoth azerty123 azertyui azertyuiop babemagn babemagnet babushka baby1234 baby2000 babycake babycakes babydoll
babygirl babygurl babylon5 babylove bachelor backbone backdoor backhand backlash backpack badboy69 badgirls badkarma badkitty badlands badminto badminton
badnaamhere bagheera bagpipes bailey01 bailey10 bajingan bakayaro baldrick balefire baller23 balloon1 balloons ballpark baltazar baltimor banana12 bandit01
bandit12 bangalore bangladesh baphomet baptiste baracuda barakuda baranova barbados barbara1 barbaris barbaros barbecue barbwire barcelon barcelona barclays
bareback barefeet barefoot baritone barmaley barney12 barnyard barracud barracuda barselona bartende bartender bartlett bartman1 baseba11 basebal1 baseball
baseball1 baseball2 baseball3 baseline basement basketba bassboat bassfish basshead bassingw bassline bassmast bastard1 bastardo bastards bastille bathroom
batman01 batman69 batman99 batterse battlefield bayadera bayliner bayshore bbbbbbb1 beachboy beaches1 beardown bearshare beast666 beatles1 beatles4 beatrice
beaufort beaumont beauties beautifu beautiful beaver12 beaver69 beavis69 beefcake beerbong beernuts beethove beethoven beginner behemoth belgorod believer
bellaboo belladon bellagio bellevue bellsout belochka benedikt benetton bengals1 benidorm benjamin benjamin1 benladen bennett1 bennevis bentley1 berbatov
bergerac bergkamp berkeley berliner bernard1 bernardo berserker bertrand besiktas bestfriend bethesda bettyboop beverage biarritz bigballs bigblack bigblock
bigbooty bigboy12 bigbucks bigbutts bigchief bigdaddy bigdaddy1 bigdick1 bigdog69 biggirls biggreen bighouse bigmaxxx bigmoney bignasty bigpappa bigpimpin
bigpoppa bigpussy bigstick bigtits1 bigtitts bigtymer bigwilly bikerboy billabong billgate billions billybob billyboy billygoa billyray bingbong biohazar
biohazard bionicle bioshock birdhouse birdland birdman1 birmingham birthday birthday1 birthday10 birthday21 birthday299 birthday3 birthday4 birthday5 biscayne
biscuits bisexual bismarck bismilla bitch123 bitchass bitchedu bitchedup bitches1 biteme69 black123 blackadd blackass blackbea blackbel blackbelt blackberry
blackbir blackboy blackbur blackcock blackdick blackhaw blackhawk blackhawks blackhole blackice blackie1 blackjac blackjack blacklab blackmag blackman
blackone blackops blackout blackpoo blacksab blackshe blacksta blackstar blacksun blacktop bladerun blahblah blasters bleeding blessed1 blessing blingbli
blingbling blink182 bloembol blondinka blood123 bloomberg bloopers blowfish blowjob1 blowme69 blue2000 bluearmy blueballs bluebell blueberr bluedevi
bluedevils blueduck blueeyes bluefire bluefish bluegras bluejean blueline bluemoon bluenote bluerose blueskie bluesman bluetick bluetooth blunt420 bmw318is
bmw325is bmw330ci boarding bobafett bobby123 bobmarle bobmarley bocephus bodyhamm bodyshop boeing74 boeing77 bogdan123 bohemian bojangle bollocks bondarenko
bonefish boneyard bonghits bonoedge bonscott boobies1 boobless booboo12 booboo69 boogaloo bookcase bookworm boomboom boomtown boondock bootcamp bootsman
bootycal bootyman borabora bordeaux borisova bornfree borntorun borussia boscoe01 bosstone bosworth botswana bowhunte bowhunter boy4u2ownnyc br00klyn bracelet
bradford bradpitt bradshaw brainiac brampton branden1 brandon0 brandon1 brandon2 bravehea braveheart braves10 braves95 brazzers breadman breakfast breaking
brehznev breitlin bretagne brethart brian123 bridget1 brighton brigitte brilliant brimston brinkley bristol1 brittany1 broadband broncos1 broncos2 broncos7
broodwar brooking brooklyn brooklyn1 brother1 brothers browndog browneye brownie1 brownies brucelee bruckner brunette bruno123 brussels bubblegu bubblegum
bubbles1 bubbles2 buchanan buckaroo buckeye1 buckeyes buckshot buckskin buckwhea buckwheat buddyboy buddycat buddydog buddylee budlight budweiser budwiser
buffalo1 buffaloe buffalos buffett1 bugsbunn builders building bukowski bulgakov bulgaria bulldog1 bulldog2 bulldogg bullfrog bullhead bulls123 bullseye
bullshit bumblebe bumblebee bumerang buratino burberry burgundy burunduk busdrive business businessbabe bustanut buster01 buster11 buster12 buster22 buterfly
butterba buttercu butterfl butterfly butterfly1 buttface buttfuck butthead buttlove buttmunc buttmunch buttocks buttons1 buttplug bvgthfnjh byajhvfnbrf
c3por2d2 caballer cabibble cabinboy cabinets cableguy cableman cachondo cachorro cadillac caffeine cahek0980 calamity calavera calderon caliente californ
californi calimero callaway callisto calvin69 camaro69 camaroz28 cambiami cambodia cambridg cambridge cameltoe cameron2 camille1 campbell camshaft canaries
canberra candy123 candycane cannabis cannibal cannonda cantona7 cantrell capetown capitals capoeira capricor capricorn cardenas cardigan cardinal cardinals
care1839 carefree carla123 carlisle carlitos carlotta carlsberg carlton1 carmella carnival carolcox carolina carousel carpente carrera4 carrillo carter15
cartman1 cartoons casablanca casanova casey123 caseydog cashflow cashmere cashmone casper12 cassandr castello catalina catarina caterina catering catfight
catherin catinhat catmando catwoman cbr600f3 cbr600rr cbr900rr cbr929rr cde34rfv cdtnjxrf cdtnkfyrf cdznjckfd cegthgegth cegthgfhjkm ceisi123 celebrit
celebrity celestia celicagt cellphone cellular celtic1888 celtic67 celticfc centauri central1 centrino ceramics cerberus cessna17 cezer121 cfitymrf cfkfvfylhf
cfvlehfr ch1tt1ck chaching chadwick chairman challenge challenger chamonix champagn champagne champion champions chanelle changeit changeme changepa chantell
characte charcoal charger1 chargers charisma charissa charles1 charles2 charlie1 charlie123 charlie2 charlie3 charlie6 charlie8 charlie9 charlieb charlies
charlotte charmain charmaine charmed1 chase123 chastity chauncey cheburashka checkers checking checkmate checkout cheerios cheerlea cheerleaers cheese12
cheeseca cheesecake chelsea1 chelsea2 chelseaf chelseafc chemical chemistry cherokee cheshire chessmaster chester1 chester2 chester7 chesterfield chestnut
chevelle chevrole chevrolet chevy454 chevyman chevys10 chevyz71 chewbaca chewbacca cheyanne cheyenne chibears chicago0 chicago1 chicago2 chicco22 chickens
chickenwing101 chilango children chilling chimaera chinacat chinatow chinese1 chipmunk chippers chippewa chipster chiquita chivalry chloe123 chocolat
chocolate chocolate1 choppers chris123 chrisbln chrisbrown chrissy1 christal christel christen christer christian christian1 christie christina christine
christma christmas christof christopher1 christy1 chronic1 chrysler chrystal chuckie1 chuckles churchil churchill cidkid86 cigarett cincinnati cinderel
cindylou cinnamon ciscokid citation cjkysirj cjrjkjdf cjxb2014 ck6znp42 clarissa clarkken classics claudine claybird claymore cleaning cleavage clemson1
cleopatr clifford climbing clinton1 clippers clitlick clitoris close-up clubpenguin cnfybckfd cnhjbntkm cnhtrjpf cnjvfnjkju cntgfirf cobblers cobra123
cobra427 cobrajet cocksuck cocoloco cocopuff codeblue codename coldbeer coldfire coldplay coleman1 coleslaw collants collecti collection collette colombia
colonial colorado colossus colt1911 coltrane columbia columbus comanche comcast1 comeback comicbook comicbookdb comicsans command1 commande comments commerce
commodor community compaq12 compatible complete compound computador computadora compute1 computer computers concepts concerto conchita concorde concordi
concrete condition conehead confidence conflict confused congress connect1 connection conquest consense constanc constance constant constantine construc
consuelo consumer contacts contessa continue contortionist contract contrast controls converse cookie12 cookies1 coolbean coolbeans cooldude coolgirl coolguy1
coolman1 coolness copeland copenhag copenhagen cordelia cordless cornbrea cornelia cornell1 cornflak cornhole cornholi cornholio cornwall coronado corporal
corpsman corrado1 cortland corvet07 corvett1 corvette cosmopolitan costaric costarica cosworth cottages counchac countach counter1 counters counting country1
courtney1 covenant cowboys1 cowboyup cptnz062 cracker1 crackers crackhea crackhead cranberr crawford crayfish crazybab crazyboy crazycat crazyfrog crazyman
creampie creatine creation creative1 creosote crescent crevette cribbage crichton cricket1 criminal crippler cristian cristiano cristina cristopher critical
critters crjhgbjy crjhjcnm crockett crocodil cromwell cronaldo crossbow crossfir crossfire crossing croucher crownvic cruiser1 crusader cruzazul crystals
csfbr5yy ctdfcnjgjkm cubalibr cubbies1 cucciolo cucumber cuddles1 culinary cumeater cummings cumshots cumsucker cuntlick cuntsoup cupcake1 curious1 cuthbert
cutiepie cvtifhbrb cvzefh1gkc cxfcnkbdfz cxfcnmttcnm cxzdsaewq cybernet cyberonline cyclones cyecvevhbr cygnusx1 cynthia1 cytujdbr dad2ownu daddy123 daedalus
daffodil daffyduc daftpunk daisy123 daisymae daisymay dakota01 dakota12 dalejr88 dalglish dallas11 dallas12 dallas22 damascus damned69 damngood dangerou
dangerous daniel12 daniella danielle danielle1 danijela danny123 dannyboy dante123 danthema dantheman danville dapzu455 daredevi darkangel darkjedi darklord
darkmanx darkmoon darknigh darknight darkside darksoul darkstar darkwolf darthmau darthvader dasha123 dashadasha datalife davecole davidkin davidlee davidoff
davidruiz davidson daydream daylight daytona1 dbrnjhbz dbyjuhfl dcowboys dctktyyfz dctvghbdf dctvghbdtn ddddddd1 deadhead deadlock deadpool deadsexy deadspin
deadwood death123 death666 deathnote deathrow deathstar debbie69 deborah1 december december1 decipher deepblue deepthro deepthroat deepwate deerhunt
deerhunter deeznuts defender defiance defiant1 delacruz delasoul delicious delphine delpiero delta123 deltaforce deltaone deltasig demented demetria democrat
demon666 denis123 denman85 depechemode derparol derrick1 designer desperad desperado desperados destiny1 destroyer destruct detectiv detroit1 developer
devilboy devildog devildriver devilmaycry devilmaycry4 devo2706 dezember dfcbkbcf dfcbkmtd dfcbkmtdf dfkmrbhbz dfktynbyf dfnheirf dgl70460 dhjnvytyjub
diablo11 diablo666 diabolic diamante diamond3 diamond7 diamondd diamonds diana123 diciembr dickface dicksuck dickweed dictiona dictionary dietrich digital1
digitalprodu digiview dilligaf dima1992 dima1993 dima1995 dima1996 dima1997 dima2000 dima2010 dimidrol dimitris dimochka dingdong dinmamma dinosaur dinsdale
diogenes dionysus diosesamo diplomat director direktor direwolf dirkpitt dirtball dirtbike dirtyboy dirtydog disaster discgolf disciple discreet diskette
disneyland dispatch district disturbe disturbed dixiedog djgabbab dkflbckfd dkflbdjcnjr dkflbvbh dkflbvbhjdbx dkflbvbhjdyf dm6tzsgp dmitriev dodgeram dodgers1
dogballs dogfight doggydog doghouse doglover dogpound dogstyle dohcvtec dollarbi dollface dolomite dolphin1 doma77ns domainlock2005 domestic domination
dominator dominica dominick dominika dominiqu dont4get dontcare donthate dontknow doraemon doromich dorothea dorothy1 dothedew doughboy doughnut douglas1
douglass dovetail downfall downhill download downtime downtown draconis dragon00 dragon10 dragon123 dragon13 dragon21 dragon23 dragon25 dragon64 dragon76
dragonball dragonballz dragonfi dragonfl dragonfly dragons1 dragrace dreamcast dreamer1 dressage drifting dripping drjynfrnt dropdead dropkick drowning
drowssap drpepper drumline drummers drummond drumnbass dtkjcbgtl dtxyjcnm ducati99 duchess1 duckhunt ducttape dudelove duffbeer duisburg dukeblue dumbass1
dumpling duncan21 duracell durango1 dusty123 dusty197 dustydog dutchess dzxtckfd eae21157 eagle123 eagles05 earnhard earnhardt earthlink eastside eastwest
eastwood easyride eatmeraw eatpussy eatshit1 ebenezer eclipse1 eclipse2 eclipse9 economic economics edelweis edgewood edinburg eduardo1 educatio education
edwardss eeeeeee1 efbcapa201 eggplant egyptian eightbal eightball eighteen einstein eintrach ejaculation ekaterina ekaterina20 ekilpool el546218 elaine22
elbereth elcamino eldorado eldritch electra1 electric electron electronic elefante elegance elektrik element1 elementa elemental elements elevator eleven11
elfquest elfstone elisabet elisabeth elizabet elizabeth elizabeth1 elizaveta elmer251 elvira26 elvis123 emachines embalmer emerald1 emerson1 emily123 eminem12
emmitt22 employee emyeuanh enamorad endymion energize energizer enforcer enter123 enternow enterpri entrance envelope envision epiphany epiphone erection
eric1234 erickson ericsson eruption escorpio esmerald esmeralda esperanz esperanza esposito espresso essendon estefani estrellit eternal1 eternity euphoria
eurocard evangeli evangelion evenflow everest1 evergree everlast evermore everquest everton1 evertonf everyday everyone everythi evidence evildead evolution
excalibe excellen excellent exchange exclusive executiv executive exercise experienced explicit exploiter explore1 explorer exposure express1 extreme1
eyecandy f00tball f15eagle f8yruxoj fabienne fabolous fabrizio fabulous facebook facefuck fahjlbnf failsafe fairlady fairlane fairmont fairview faithful
fakepass falcon11 falcons1 fallenangel falstaff familyguy fandango fantasies fantasma fantasti fantastic fantasy1 fantasy7 fantomen farfalla farside1 fartface
fartripper fastback fastball fastcars fastfood fastlane fatality fatgirls fatpussy faulkner favorite favorite2 favorite3 favorite5 favorite7 favorite8
fbi11213 feather1 feathers february federica federico fedorova feedback felicida felicidad felicity fellatio fenerbahce ferdinand fernande fernandes fernandez
fernando ferndale ferreira feuerweh feuerwehr fffffff1 fhnehxbr fhntv1998 fidelity fielding fifa2008 fightclu fighter1 fighting54 finalfan finalfantasy
finnegan fireball firebird fireblad fireblade firefly1 firehose firehous fireman1 firestor firestorm firetruc firetruck firewall firewire fireworks firstson
firsttim fish1234 fishcake fisherma fisherman fishfood fishing1 fishlips fistfuck fitness1 fivestar fk8bhydb fkbyjxrf fkmnthyfnbdf fktdnbyf fktrcfylhf
fktrcfylhjdbx fktrcfylhjdyf fktyeirf fktyjxrf flamingo flapjack flash123 flatbush flathead flatline fleetwoo flemming flexible flhtyfkby flintsto flintstone
flipflop flipmode flipper1 flippers flooring florence florenci florian1 florida2 flounder flower12 flowers1 flushing flvbybcnhfnjh fnkfynblf foiegras followme
fontaine foosball footbal1 football football1 football2 footlove fordf250 fordf350 fordtruc fordtruck forensic foreskin forest11 forester forgetit forgiven
forgotten formula1 forrest1 forsaken forsberg forsythe fortune12 fortytwo forward1 fotograf foucault foundati fourteen foxglove foxwoods foxylady foxyroxy
fragment francais frances1 francesc francesca franchis francine francis1 francisc francisca francisco francois frankfurt frankie1 frdfkfyu freakout freakshow
freckles fred1234 fredderf freddie1 freddy12 frederic frederick frederik fredrick free4all freedom1 freedom2 freedom4 freedom5 freedom7 freedom9 freedoms
freehand freelancer freeman1 freeride freespace freestyl freeuser freewill freiburg freiheit frenchfr frequenc frfltvbz friction friday13 fridolin friedman
friedric friendly friends1 friendste friendster frogger1 froggies froglegs frontera frontier frostbit fuck_inside fuckedup fucker11 fucker69 fuckhard fuckhead
fuckhole fuckinside fucklove fuckme69 fuckmehard fuckmenow fucknuts fuckoff2 fuckshit fuckslut fuckthat fuckyou! fuckyou1 fuckyou69 fuckyou7 fuckyoubitch
fuhrfzgc fujifilm fullhous fullmetal fullmoon fullsail fumanchu function funnyman funstuff funtime1 funtimes fussball futurama futyn007 fuzzball fvcnthlfv
fy.njxrf fyfcnfcbz fyfrjylf fylh.irf fylhjvtlf fylhtqrf fynfyfyfhbde fynjybyf fyutkbyf fyutkjxtr gabriel1 gabriel2 gabriela gabriella gabrielle gadzooks
galactic galadriel galatasara galeries gallardo galloway gamecock gamecube gametime gandalf1 gandalf2 gangbang gangsta1 gangstar gangster ganjubas gannibal
ganymede garbage1 gardiner garfield garfield1 gargamel gargoyle garrett1 garrison gatekeeper gateway1 gateway2 gateway3 gathering gatorade gauloise gauntlet
gauthier gbgbcmrf gbhfvblf gblfhfcbyf gblfhfcs geddylee geemoney geibcnbr generation genesis1 geneviev geniusnet gennadiy genocide geometry george12
georgetown georgia1 georgina geraldine gerlinde germania germany1 geronimo gerrity1 gesperrt getnaked getsdown getsmart gettysburg gevaudan gfccdjhl gfgfrfhkj
gfhfljrc gfhjkbot gfhjkm007 gfhjkm11 gfhjkm12 gfhjkm13 gfhjkm135 gfhjkm22 gfhjkmgfhjkm gfhjkmxbr gfhjkzytn gfhnbpfy ggggggg1 ghbdtn12 ghbdtn123 ghbdtnbr
ghbdtnbr1 ghbdtnbrb ghbdtndctv ghbdtngjrf ghbdtnrfrltkf ghbjhbntn ghbrjkbcn ghbywtccf ghfplybr ghjcgtrn ghjcnj123 ghjcnjgfhjkm ghjcnjghjcnj ghjcnjnf ghjcnjnfr
ghjcnjnfr1 ghjcnjqgfhjkm ghjcnjrdfibyj ghjdthrf ghjrehfnehf ghjrehjh ghjuhfvvf ghjuhtcc ghjvtntq ghost123 ghostman ghostrid ghtktcnm ghtpbltyn giancarlo
giants56 gibsonsg gilbert1 gilberto gillespi ginger12 ginscoot ginuwine giovanna giovanni girfriend giuliana giuliano giuseppe giveitup gjhjctyjr gjikbdctyf
gjkbyjxrf gjkrjdybr gjytltkmybr gladiato gladiator gladston glassman glennwei glenwood glorious gmctruck gn56gn56 gobigred gobrowns gobruins godbless goddess1
godfathe godfather godisgoo godisgood godisgreat godislov godislove godloves godofwar godslove godsmack godspeed godzilla gofaster goforit1 gogators gogiants
golakers goldeney goldeneye goldfing goldfish goldmine goldorak goldrush goldsink goldstar golfcart golfer12 golfer23 gondolin gonefish gonzales gonzalez
goober12 good12345 good123654 goodfell goodfellas goodfood goodgame goodison goodluck goodnews goodpussy goodtime goodtimes goodtogo goodwill goodwood
goodyear google12 google123 gooseman gordolee85 gordon24 gorilla1 gotigers gotyoass governor grace123 graceful graceland grainger grandma1 grandmaster
grandpri grapeape graphics grappler grasshop grateful graywolf greatsex greedisgood green123 greenday greendog greeneye greentea greentre greenway greeting
gregorio gregory1 gremlins grendel1 gretchen gretzky9 greyhoun greyhound greywolf gridlock griffin1 grinders grizzley grizzly1 groupd2013 gsewfmck gsxr1000
gsxr1100 gtfullam gtkmvtym gtxtymrf guadalup guatemal guatemala guernsey guesswho guilherme guillaum guillerm guinness guitar12 gulliver gunners1 gunsling
gunslinger gunsmoke gunther1 gustavo1 gy3yt2rgls gymnastic gznybwf13 habanero hacienda hairball hairless hakkinen halflife halfmoon halfpint hallo123 hallowee
halloween hamburge hamburger hamilton hammerhe hamradio hamsters handball handbook handsoff handsome handyman hangover hannah11 hannelor hansolo1 happy100
happy123 happyboy happyday happydays happyman happyone hardball hardcore hardcore1 harddick hardhead hardline hardrock hardtail hardtoon hardware hardwood
harley12 harley69 harmless harmonic harmony1 harrison harrison1 harry123 harrypot harrypotter hartford hartland hartmann hastings hatelove hatesyou hatfield
hatteras hattrick hawaii50 hawaiian hawkdog79 hawkeyes hawkmoon hawthorn hayabusa hayastan hd764nw5d7e1vb1 headache headcase headshot heartbre heartless
heat7777 heather1 heather2 heathers heathrow heatwave hedgehog hedimaptfcor hedonist heineken heinlein heinrich helicopt hellbent hellfire hellgate hellhole
hello1234 helloall hellokit hellokitty helloman hellothe helloween helloworld hellsing hellspaw hellspawn hellyeah helpdesk helpless helsinki hemicuda
hemmelig henderso henderson hendrix1 henriett henrique henry123 hercules hereford heritage hermione hernandez hershey1 heythere hiawatha hibiscus hideaway
highball highfive highgate highheel highlander highlife hightime hilfiger hillbilly hillside hitman47 hjvfyjdf hobiecat hockey10 hockey11 hockey12 hockey19
hockey99 hogwarts holeinon holiday1 holidays holland1 hollister holly123 hollywoo hollywood hologram holyshit homebase homebrew homegrow homeland homemade
homepage homer123 homerjay homesick homework homicide honda250 hondacar hondaciv hondacrv honduras honeybee honeybun honeydew hongkong hookedup hooligans
hoopstar hoopster hopalong hopefull hopeless horny123 hornyman hornyone horseman horsemen horsesho hotbabes hotgirls hotsauce hotsex69 hotstuff hotwater
hotwheel hotwheels house123 housebed housecat housewife housewifes houston1 howitzer hrothgar hrvatska hshfd4n279 hugecock hugedick hugoboss hulkster hullcity
hungwell hunt4red hunter01 hunter11 hunter12 hunter123 hunter22 hunting1 huntsman hurricanes huskers1 huskies1 hustler1 hutchins hxp4life hxxrvwcy hyacinth
hydrogen hyperion hzze929b iaapptfcor iamtheone ibilltes icecream icehouse iddqdidkfa identity idlewild idontknow iforgot1 iforgotit ifufkbyf iglesias
ignatius igromania iiiiiii1 ikilz083 ilikeyou illinois illmatic illumina illuminati iloveamy ilovegirls ilovegod iloveher ilovehim ilovejen ilovejes
ilovejesus ilovekim ilovelife iloveme1 ilovemom ilovemyself ilovepor ilovepus ilovepussy iloveyou iloveyou1 iloveyou123 iloveyou2 iluvporn ilya1234 ilya1992
imagine1 immortal impalass imperator implants imtheman incubus1 indahous indiana1 indians1 indonesia infamous infected inferno1 infiniti infinity information
ingodwetrust ingram01 inkognito innocent insanity insecure insertion insertions inspector installsqlst installutil instruct insuranc insurance integra1
integral intelligence interact interest interests internal internet interpol intheass intimate intrepid inuyasha invalidp investor invictus invisible iqzzt580
ireland1 irishman ironbird ironchef irondoor ironhead ironmaid ironmaiden ironman2 ironmike ironroad ironsink irontree isabella isabelle isacs155
iseedeadpeople ishikawa islander islanders istheman italian1 italiano ivan2010 iwantyou izabella j0nathan j3qq4h7h2v jackass1 jackdani jackpot1 jackryan
jackson2 jackson5 jacobsen jacqueli jailbait jailbird jaimatadi jake1234 james007 james123 jamesbon jameson1 jamielee jansport january1 january2 japanees
jarhead1 jasmine1 jasmine2 jason123 jasper12 javabean jayhawks jaysoncj jbond007 jeannine jeanpaul jediknig jedimast jeepster jefferso jefferson jeffrey1
jellybea jellyfish jemoeder jennife1 jennifer jennings jenny123 jeopardy jeremiah jermaine jeronimo jerusalem jesse123 jessica1 jessica2 jessica8 jessicam
jessicas jesucrist jesus123 jesus777 jesuschrist jesusislord jetbalance jetblack jg3h4hfn jgthfnjh jigei743ks jiggaman jillian1 jimmy123 jimmyboy jiujitsu
jlbyjxrf jledfyxbr jo9k2jw2 jobsearc johanna1 johannes johnathan johndeer johndeere johnmish johnny69 johnpaul johnson1 johnson2 joker123 joker666 jonathan
jonathan1 jonathon jonnyboy jor23dan jordan01 jordan11 jordan12 jordan123 jordan22 jordan23 jordan99 joselito joseluis joseph12 josephin josephine joshua01
joshua12 joystick jtuac3my juancarlo juiceman julianna julianne julie456 juliette junction junebug1 jungfrau junglist junior123 junkmail jupiter2 jurassic
just4fun just4you justforfun justice1 justin10 justinbiebe juvenile juventus k1234567 k123456789 k9dls02a kaitlynn kakashka kalamazo kaligula kaliningrad
kalleanka kamasutr kamasutra kamehame kamikadze kamikaze kappasig karaganda karamelka karen123 karimova karishma karlmarx karolina karolina1 karoline
kartoshka kasparov katarina katelynn katharin katharina katherin kathleen kathrine katmandu kayaking kayla123 kazakova kazanova kazantip kbnthfnehf kcj9wx5n
kcmfwesg kelly001 kelly123 kendall1 kenneth1 kenny123 kenshiro kentucky kenwood1 kenworth kenyatta kerrigan kevin123 keyboard keylargo keystone kfcnjxrf
kickass1 kickflip kikimora kikiriki kilbosik kilkenny killabee killbill killemall killer01 killer12 killer123 killer666 killer99 killerbe killians kimberly
kimberly1 kingdom1 kingfish kingfisher kingkong kingrich kingsize kirill123 kirkland kirkwood kissarmy kitty123 kittycat kittykat kjrjvjnbd kleopatra klimenko
klingon1 klondike klubnika kluivert knickers knight12 knockers knockout knopo4ka knowledg knowledge knuckles kobebryant kochamcie kochanie kodaira52 koetsu13
kokakola komarova kononenko konstantin kordell1 koroleva koshechka kpydskcw kr9z40sy krasavica krasnodar krasotka kristen1 kristian kristin1 kristine
kristinka kristjan kristopher krokodil kryptoni kukuruza kuleshov kurosaki kusanagi kzsfj874 l58jkdjp! l8g3bkde labrador lacrimosa lacrosse ladybird ladybug1
ladyffesta ladygirl lafayett lagrange lakeland lakers24 lakers34 lakeshow lakeside lakeview lalakers lalaland lambchop lamborgini lambrett lancaster lancelot
landlord landmark landrove landrover landscap langston language lanzarot lapdance lapochka laputaxx laracrof larrybir lasombra lasvegas lateralus laughing
laughter laurence lavalamp lavender lawncare lbfyjxrf lbhtrnjh lbpfqyth leapfrog leather1 leavemealone lebedeva lebowski ledzeppe left4dead left4dead2
lefthand legalize legendary legioner leglover legolas1 leiceste leicester leighton lemonade len2ski1 lena1982 leningrad leonidas leopards leopoldo lerochka
lesbians lespaul1 letmein1 letmein2 letmein22 letmein4 letmein6 letmein7 letmeinn letmesee letsdoit letsfuck letsplay levelone leverage leviatha lexingky
lexingto lfitymrf lfplhfgthvf lg2wmgvr lhbjkjubz2957704 liberate libertad liberty2 lickme69 licorice lifeguar lifehack lifeisgood lifetime lightbul lighters
lighthou lightning lightsab lightsaber likemike lilwayne limabean limerick limewire limpbizk limpbizkit limpdick lincoln1 linda123 lindros8 lindsay1 lineage2
lionheart lionking lipstick lisamari lisichka listopad littlebit littlebo littledo littlejo littlema littleman littleon littleone littleton liveevil livelife
liverpool liverpoolfc livestrong liza2000 ljxtymrf lobsters lochness lockdown lockerroom lockwood loginova logistic logitech1 loglatin loislane lokomotiv
lol123123 lol123456 lollipop lollypop lololyo123 lombardi lombardo london20 london22 london99 lonesome longball longbeac longdong longhorns longjohn longlegs
longlife longview longwood lonsdale loosee123 loranthos lordsoth loredana lorenzo1 losenord loser123 lost4815162342 lostlove lostsoul lotus123 love2000
love2011 loveable lovebird loveboat lovecock lovecraf loveforever lovegirl lovehate loveislife lovelife loverman lovesexy lovesong lovesporn lovestory
lovetits loveyou1 loveyou2 lsdlsd12 lsia9dnb9y ltcnhjth lthgfhjkm lucifer1 lucky123 lucky777 luckyboy luckycat luckycharm luckyman luckyone lucretia ludacris
luojianhua luscious luv2fuck luvpussy lvbnhbq1 lvjdp383 lyudmila lzbs2twz m1garand m6cjy69u35 macanudo macarena macdaddy macdonal macgyver machoman macintos
macintosh mackdadd mackenzie macsan26 madagascar madalina maddmaxx madeline madhouse madison0 madison1 madison3 madison9 madness1 magdalen maggie11 maggie12
maggiema magical123 magician magicman magister magnavox magnetic magnolia magpies1 mahendra mailcreated5240 mainland maintain maiyeuem makarova makaveli
makeitso makeksa11 makemone makemoney maksimka malamute malaysia malcolm1 maldives malinois malishka mallard1 mallorca mallrats mama1963 mama2010 mamacita
mamapapa mamasita mammamia mammoth1 mamochka manchest manchild mandarin mandingo mandolin mandrake mandreki mandy123 mangust6403 manifest manitoba manning1
manpower manstein manunite mapet123456 maplelea mapleleafs maradona marajade marakesh maranell maranello marathon marauder marbella marcella marcello
marchenko marciano marcopolo margaret margarita margosha mariajos marianna marianne marietta marigold marihuana marijuan marijuana marilena marilyn1 marina123
mariner1 mariners marines1 mario123 mariposa marissa1 maritime mark1234 marketin markhegarty marlboro marlboro1 marriage marryher marseille martesana martin11
martin12 martusia maryanne marybeth maryland masahiro masamune maserati mash4077 masha123 masha1998 mashenka mason123 massimiliano master00 master01 master10
master11 master123 master13 master77 master99 masterb8 masterbate masterbating mastercard masterch masterchief mastermi masters1 masturba masturbation
masyanya matchbox mathematics matilda1 matrix12 matrix13 matt1234 matthew1 matthew2 matthew3 matthew7 matthews mattingl mattress maurice1 maurolarastefy
maverick maverick1 max33484 maximili maximilian maximus1 maxpayne maxwell1 mayfield mazafaka mazda323 mazda626 mazdarx7 mazdarx8 mazinger mccarthy mcdaniel
mcdonalds mcfarland mcgregor mcintyre mckenzie meandyou meatball mechanic mechanical medellin medieval meditate megabyte megaman1 megapass megapolis megastar
megatron melanie2 melbourn melbourne melinda1 melissa6 melissa7 mellissa meltdown melville membrane memorial memphis1 memyself meowmeow mercator mercedes
mercenar merchant mercury1 mercury7 mercutio meredith merlin01 merlin12 merlin99 merrill1 mersedes mesquite metadata metalgea metalgear metalica metallica
metallica1 metalman metatron metro2033 mevefalkcakk mexicano michael0 michael1 michael2 michael3 michael8 michaela michaelc michaeld michelin michelle
michelob michigan mickey01 mickey12 mickeymouse microlab microsof microsoft midnight1 mightymo miguelit mike1234 mikey123 milamber milashka milehigh milenium
milhouse military milkbone milkman1 milkshak milkshake milkyway millenium millenni millerli millertime milligan million1 millions millwall milwauke milwaukee
mimi92139 mindgame mindless mine2306 minecraft123 minicoop miniskir ministry minnesota minnette minouche minstrel miracles miranda1 mireille mironova miroslav
mischief mishanya mishutka mission1 mississippi misskitt misskitty missoula missouri mistral1 misty123 mitsubis mitsubishi mittens1 miyamoto mjollnir mnbvcxz1
mobbdeep mobydick moderator mohammad mojojojo mollydog momentum momsanaladventure monaliza monday12 money111 money123 money4me money777 moneyman mongolia
mongoose monica69 monique1 monitor1 monkey01 monkey11 monkey12 monkey123 monkey21 monkey22 monkey24 monkey66 monkey99 monkeybo monkeyboy monkeyma monkeyman
monkeys1 monkfish monmouth monolith monopoly monster1 monsters montagne montague montana1 montecar montecarlo monterre montgom240 montgome montreal montrose
monty123 mookie12 moonbeam moonligh moonlight moonlite moonshin moonshine moonstar moonunit moose123 moosehea mooseman morebeer morehead moremone moremoney
morgan01 morgan12 moriarty morkovka morpheus morphine morrigan morrison morrisse morrowind mortgage morticia mortimer motdepas motdepasse motherfuck
motherfucker motherlode motocros motorbik motorbike motorcyc motorcycle motorhead motorrad mounta1n mountain mourning mouseman movieman mowerman mpetroff
mrbrownx mrbungle mtwapa1a muaythai muenchen muffdive muffdiver muirhead mulligan multimedia multiple multiplelog multisyn multisync munchies munchkin
murakami murcielago murderer murmansk murphy01 music123 musician mustang0 mustang2 mustang3 mustang6 mustang7 mustang9 mustangg mustangs mustard1 mwq6qlzo
mxaigtg5 my2girls my3girls myfriend mynewpas mypasswo mysecret myspace1 mysterio mystery1 mystical mystique myxworld myxworld4 nacional nallepuh nameless
nancy123 napolean napoleon narayana naruto12 naruto123 nascar03 nascar24 nascar88 nascar99 nashvill nashville nastenka nastyboy nastyman natalie1 nataliya
natas666 natascha natashka natedawg nathanie national naughty1 nautilus navigate navigato navyblue nazareth nazarova ncc1701e ncc74656 nccpl25282 ndshnx4s
nebraska necklace necroman necromancer nefertiti negative nemezida nemvxyheqdd5oqxyxyzi neophyte nephilim neptune1 netscape network1 netzwerk neuspeed
neutrino neveragain neverdie neverland nevermin nevermor nevermore newburgh newcastl newcastle newdelhi newhaven newhouse newjerse neworder neworlea newpass6
newpassword newpoint newport1 newports newproject2004 newshoes newspaper newworld newyork1 newzealand nezabudka nfvthkfy nhfdvfnjkju123 nicetits nicholas
nickname nicolas1 nicole11 nicole12 nicole23 nicolett nietzsch nightcrawler nighthaw nighthawk nightman nightmar nightowl nightwing nightwish nihao123
nike1234 nikita123 nikita2000 nikolaeva nikolaus nilknarf nineteen ninjaman nintendo nintendo1 nintendo64 nissan350z noaccess nohack04 noisette nokia3110
nokia3230 nokia3310 nokia5228 nokia5300 nokia5310 nokia5530 nokia5800 nokia6230 nokia6230i nokia6300 nokia6630 nokia7610 nokia8800 nokian70 nokian73 nokian95
nolimit5 nolimit8 noname123 noncapa0 nonsense noodles1 nopassword norcross normandy northern northsta northstar norwegen nosferatu nostromo note1234 notorious
notredam nottingh notyours nounours novembre novgorod novifarm novikova nowayout nowwowtg nthvbyfnjh ntktdbpjh nudelamb number20 numberon nyknicks oakland1
oakridge oblivion observer oc247ngucz octavian october3 octopuss oddworld odysseus offspring ohiostat oldschoo oldschool oldsmobi oldsmobile oldtimer oleg1995
olegnaruto oliveoil olivetti omega123 omegared omgkremidia omgwtfbbq omsairam onelove1 onepiece onlyone4 ontheroc ontherocks oooooo99 opelastra opendoor
opensesa opensesame openwide operation opopop11 optimist optiplex oqglh565 orange12 orange44 orange77 oranges1 orenburg oriental oriflame orioles1 orthodox
osbourne oscar123 ou8124me outdoors overkill overload overlook override overtime overture ozlq6qwm p0015123 pa55w0rd pa55word pacifica pacifico packers1
packers4 pagedown painless paintball paintball1 painting pakistan pakistani palmeira palmeiras palmetto palmtree paloalto pancake1 pancakes panda123 pandabear
panorama panther5 panthers panthers1 pantyhos papamama paparoach paperboy papercli paperclip papercut paperino papichul papillon parachut paradigm paradise
paradiso paradoxx parallax paramedic paramore paranoia parasite parcells parfilev parker12 parkside parkview parolamea particle partizan partners partyboy
partytim pasha123 pasquale pass1234 pass1word passcode passfind passion1 passions passmast passmaster passport passthie passw0rd passw0rd1 passward password0
password10 password11 password123 password13 password23 password5 password6 password69 password7 password9 password99 passwords passwort patches1 pathfinder
patricia patricio patrick0 patrick1 patrick2 patrick8 patrycja patterso paul1234 paulaner paulchen paulina1 pavement pavlenko pavlusha pazzword pdtpljxrf
peace123 peaceful peaches2 peacock1 peanut12 peanutbutter peanuts1 pearljam peartree pebbles1 pedersen pedigree pedro123 peekaboo peerless pendrago pendragon
pendulum penelopa penelope penetrating penguins penis123 pennstat pennywis pennywise pensacola pentagon penthouse pentium1 pentium2 pentium3 pentium4 pepper01
pepper11 pepper76 peppermint pepperoni pepsicol pepsicola perfect1 pericles pernille pershing personal pertinant pervasive pervert1 perverts peter123 peterbil
peterbilt peternor peternorth peterose peterpan petersen peterson petrovna pfeiffer pfqxjyjr phaedrus phantom1 phantom2 phantoms pharmacy philadelphia
philippe philips1 phillesh phillies phillip1 phillips philmont phish123 phoenix1 phoenix2 phoenix8 phoneman photoman phydeaux physical pianoman piazza31
picasso1 pictuers piedmont piehonkii piercing pikachu1 pimpdadd pimpdaddy pimpshit pimpster pineappl pinecone pinetree pinggolf pingzing pinkfloyd pinkpant
pinkpuss pinnacle pioneer1 pioneers pipeline piramida pirates1 pistache pistons1 pitchers pittbull pittsburgh pizza123 pizzaboy pizzahut pizzaman pizzapie
pjcgujrat planning planters plastic1 plastics platform platinum playboy1 playboy2 playboys playgirl playgolf playoffs playstat playstation playstation2
playstation3 playtime pleaseme pleasure plokijuh plumber1 plumbing plymouth pmdmsctsk poiu0987 poiu1234 pokemon1 pokemon12 pokemon123 pokemon2 poker123
pokerface polarbea polarbear polaroid police22 politics polniypizdec110211 polo1234 pon32029 pondscum ponytail poohbear poohbear1 poontang poopface poophead
poppy123 popsicle poptarts porkchop porkypig pornlove pornlover porno123 pornografia pornographic pornpass pornsite porpoise porsche1 porsche9 porsche911
porsches portillo portland portsmou portsmouth portugal portvale poseidon positivo possible postbank postcard postov10 potatoes pounding pourquoi power123
powermac powerman ppspankp practice prashant preacher precious pregnant prelude1 premier1 premiere prentice presario prescott pressman prestige preston1
prettyboy prettygirl pridurok primaver primavera primetim primetime primetime21 prince12 princess princess1 princessa princeto princeton principa principe
pringles printing priscill priscilla private1 priyanka problems processor producer producti production products professo programmer progress promethe
prometheus promises property prostock protection protocol protools prototype provence proverbs providen provider provista psw333333 psychnau psycholo psylocke
ptfe3xxp ptybnxtvgbjy pufunga7782 pumpkin1 punisher punkrock punksnotdead puppydog purchase purple01 purple12 pussy101 pussy123 pussy4me pussyboy pussycat
pussyeat pussyeater pussylick pussylicker pussylov pussylover pxx3eftp pyramid1 pyramids q1234567 q12345678 q123456789 q1234567890 q123456q q1q2q3q4
q1q2q3q4q5 q1w2e3r4t q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q2w3e4r5 q8zo8wzq qawsed123 qawsedrf qawsedrftgyh qaz12345 qaz123456 qaz12wsx
qaz1wsx2 qazedctgb qazwsx1234 qazwsxedc qazwsxedc1 qazwsxedc123 qazwsxedcrfvtgb qazxcdews qazxcvbn qazxcvbnm qazxsw21 qazxswed qazxswedc qazxswedcvfr qmpq39zr
qpwoeiruty qq123456 qq123456789 qqqq1111 qqqqqqq1 qqqwwweee qqwweerr quagmire quant4307 quant4307s quantum1 quattro6 quicksan quicksilver quovadis qw123456
qwaszxqw qwe123456 qwe123asd qwe123qwe qwe123rty qweasdqwe qweasdzxc qweasdzxc1 qweasdzxc123 qwedcxzas qwedsazxc qwer1234 qwer12345 qwer4321 qwerasdf
qwerasdfzxcv qwert123 qwert1234 qwert54321 qwertasdfg qwerty00 qwerty10 qwerty11 qwerty111 qwerty12 qwerty1234 qwerty13 qwerty2010 qwerty22 qwerty23 qwerty33
qwerty66 qwerty666 qwerty69 qwerty777 qwerty78 qwerty88 qwerty99 qwertyas qwertyasd qwertyu8 qwertyui qwertyuio qwertyuiop123 qwertyytrewq qwertzui qwerzxcv
qzwxecrv r2d2c3p0 r3ady41t r4e3w2q1 racecar1 radagast radiatio radiator radical1 radiohead raffaele raffaello ragnarok railroad rainbow1 rainbow2 rainbow6
rainbow7 raincoat raindrop rainfall rainmake rainmaker rainman1 raintree raistlin rambler1 rambo123 rammstei rammstein1 ramstein ranchero ranger01 ranger02
ranger12 ranger69 ranger75 ranger99 rangers1 rangers9 raspberr raspberry rasta220 rastafar rattolo58 raven123 rawiswar raymond1 razdvatri razorbac rb26dett
rdfhnbhf reaction ready2go realdeal realgood reanimator rebbyt34 rebecca1 rebellio reckless recovery red12345 redalert redbaron redbeard redbull1 redcloud
redcross reddevil reddrago reddragon reddwarf redeemed redeemer redemption redhead1 redheads redknapp redlight rednecks redrider redriver redrocke redroses
redshoes redskin1 redskins1 redstorm redtruck redvette redwings redwings1 redwood1 reginald regional register reindeer reinhard rekbrjdf reliance religion
reloaded rembrand remingto remington renegade renfield repvtyrj repytwjdf required rerehepf rerfhfxf resident residentevil resolute response restless retarded
retrieve revenant reverend review69 reviewpa revival47 revolution rfgbnjirf rfgtkmrf rfhbyjxrf rfhectkm rfhfntkm rfhfrfnbwf rfhfvtkmrf rfhfylfi rfhfynby
rfhjkbyf rfhlbyfk rfhnjirf rfkbybyf rfkmrekznjh rfktylfhm rfnfcnhjaf rfnthbyf rfnthbyrf rfntymrf rfpfynbg rfvbrflpt rfvfcenhf rfvtgbyhn rhapsody rhbcnbyf
rhbcnbyjxrf rhfcfdbwf rhfcyjlfh rhfdxtyrj rhiannon ricardo1 riccardo ricflair richard1 richard2 richard3 richard7 richards richland rickster riffraff rightnow
rikimaru rileydog riverrat riversid riverside rjcntyrj rjirfrgbde rjntyjxtr rjrfrjkf rjvgm.nth rjyatnrf rjycnfynby rkfdbfnehf rktjgfnhf rlzwp503 roaddogg
roadking roadrunn roadrunner roadstar roadster roadtrip robert11 robert12 robert123 roberto1 roberts1 robertso robinhoo robinhood robinson robotech robotics
rocawear rochdale rochelle rockbott rocket69 rockfish rockford rockhead rocknrol rockport rockroll rockstar rockwell rockyboy rodriguez roflcopter roger123
rolltide romanova romeo123 ronaldo1 roodypoo rooster1 roosters rootedit rosebowl rosebuds rosemari rosemarie rosemary rosewood rossignol rostislav rotterda
rotterdam rottweil rottweiler rounders rousseau rovnogod rrrrrrr1 rt6ytere rubberdu ruffneck rulesyou runescape1 running1 ruslan123 russell1 russians russland
rutabega ruthless s7fhs127 saab9000 sabrina1 sacramen sacrifice sailboat sailfish sailing1 sailormoon salamand salamander salamandra salesman salinger
salisbur sally123 saltlake saltydog salvador salvatio salvation salvator salvatore salzburg sam138989 samadams samanth1 samantha1 sammy123 sammydog sampson1
samsung1 samsung123 samsung2 samuel12 sanctuar sandman1 sandmann sandokan sandoval sandrine sandy123 sandydog sanity72 sanpedro santacla santacru santacruz
santeria santiago saopaulo sapphire sarah123 sarajane sarajevo sarasota saratoga sasha123 sasha1988 sasha2010 sasha_007 sashadog sasquatc sasquatch satan666
satelite satriani saturday sausage1 sausages savannah savatage saxophon scandinavian scarecro scarecrow scarface scarlet1 scarlett schaefer schalke0 schastie
scheisse schlampe schlumpf schnapps schnecke schneider schnuffi schooner schorsch schumach schumacher schuster schuyler schwartz scimitar scooby12 scoobydo
scoobydoo scooter1 scorelan scoreland scorpio2 scorpio7 scorpion scotland scotsman scott123 scottie1 scottish scoubidou scoubidou2 scrabble scramble scrapper
scrappy1 screwyou scribble scubadiv scubapro scuderia sdsadee23 seagrams seagrave sealteam seanjohn searcher searchin seashell seashore sebastia sebastian
sebastian1 sebastien sebora64 secret12 secret123 secretar security security1 seductive selfok2013 semenova seminoles semperfi senha123 sensatio sensation
sentinel sephirot sephiroth septembe september septembr sepultur sepultura seraphim serega123 serenity sergbest sergeeva service01 service1 services sessions
sevastopol sevendus sevenof9 severine sexdrive sexisgood sexkitte sexlover sexmachine sexy1234 sexybeast sexybitch sexygirl sexylady sexylove sexymama
sexywife sfgiants sh4d0w3d shadow12 shadow1212 shadow123 shadow13 shadow22 shadow69 shadow99 shadowru shaney14 shanghai shannon1 shaolin1 shawshan shearer9
shedevil sheffiel sheffield shelley1 shenlong shepherd sherbert sherlock sherwood shetland shevchenko shinigam shinigami shipping shipyard shirley1 shitball
shithead shithead1 shithole shock123 shockers shocking shoelace shokolad shooter1 shooters shooting shortsto shotgun1 shotguns shotokan showcase showgirl
shumaher shutdown shygirl1 sibelius sickness sidekick sideshow sideways sidewind sidewinder sidorova siemens1 sigmachi signature silencer silenthill silver11
silverfox silversi silverst simba123 simon123 simonsay simpleplan simpson1 simpsons sinfonia singapor singapore sinister sintesi07 siouxsie sissyboy sisyphus
sithlord sixtynin sixtynine sk8ordie skateboa skateboard skeeter1 skeletor skinhead skipjack skittles skorpion skorpion39 skydiver skylight skyline1 skypilot
skytommy skywalker slacker1 slapnuts slapshot slayer66 slayer666 slayer69 sleepers sleeping sleipnir slickric slipknot slipknot666 slippers slippery sloneczko
slowhand slowpoke slutwife smackdow smackdown smallville smartass smarties smile4me smirnoff smith123 smithers smokedog smokeone smokey12 smooches smoochie
snake123 snakeman snapper1 snickers snickers1 sniper12 snoogins snoopdog snoopdogg snoopy12 snowball1 snowboard snowfall snowflak snowflake snowmass snowshoe
snuggles sobriety soccer11 soccer12 soccer123 soccer16 soccer21 soccer22 soccer69 soccer99 sochi2014 socrates softball softtail software sojdlg123aljg
sokolova sokrates soldier1 solidsnake solitair solitude solnishko solnyshko solomon1 solution somebody somerset sometime sometimes sonechka songohan sonic123
sonnyboy sonofgod sonshine sony1234 sonyericsson sonyfuck sonyvaio sophie12 sopranos sorcerer sordfish sorokina southend southpar southpark southpaw southsid
southside sovereign spaceboy spaceman spagetti spaghett spalding spaniard sparhawk sparky11 sparky12 sparrow1 spartacu spartan1 spartan117 spartans sparticu
spawn666 speakers special1 specialk specials spectrum speculum speedrac speedway spelling spencer2 spider12 spiderma spiderman spiderman1 spinning spiritus
spitfire splendid splitter spoonman sportster sprewell springfield springst sprinter sprocket spurs123 squadron squeaker squerting squirrel squirter sr20dett
srilanka srinivas ssptx452 ssvegeta stairway stalingrad stalker123 stallion stallone stampede standard standart stanford stanislav stanley2 starbuck starburs
stardust starfish starflee starfuck starfury stargaze stargazer starligh starlight starling starship start123 startrek starwar1 station1 stealth1 steelhea
steelman stefanie steinway stepanov stephane stephani stephanie stephany stephens sterling steve121 steve123 stewart1 stgeorge stickman stiffler stigmata
stingers stingray stirling stocking stonecol stonecold stoneman stonewall straight strange1 strangle strannik strategy stratfor stratocaster stratton strawber
streaming streetball strekoza strength stressed strider1 stringer stripclub stripper stroller stronger stronghold structur student1 studio54 sturgeon sublime1
submarin submissi succubus suckcock suckdick suckmeoff suckmyco suckmycock suckmydi sugarbea sugarray suikoden sullivan sumitomo summer01 summer04 summer05
summer06 summer10 summer11 summer12 summer20 summer69 summerti summertime sundance sunderla sundevil sunghile sunnyboy sunnysid sunrise1 sunshine1 super123
superbowl superboy supercar supercoo superfre supergir supergirl superior superma1 superman1 supermanboy supermar supermax supernov supernova supersex
superson supersta superstar supertra supervisor sureno13 sureshot surfboar surfcity surfing1 surprise surveyor survival survivor suspende sveta123 svetlana
svetlanka swallows swampfox swatteam sweet123 sweetass sweetgirl sweethea sweethear sweetheart sweetnes sweetpea sweetpussy swetlana swingers swordfis
swordfish sycamore sydney12 sylvania symmetry symphony syncmast syncmaster system32 t34vfrc1991 tabbycat tacobell taekwondo tagheuer tailgate tajmahal
takamine takayuki take8422 takedown takehana taliesin talisman talktome tallulah tamerlan tamwsn3sja tanechka tangerin tangerine tanstaaf tanya123 tanzania
tarantino tarasova tarheel1 tarheels tashkent tatertot taylor01 tazdevil tazmania teacher1 teaching teamwork techdeck technics techniques technology tecktonik
tecumseh telefono telemark telephone television televizor temitope temp1234 template temporal temporar temppass temppassword temptress tenerife tennessee
tennis11 tennis12 tentacle tequiero tequilla teresita terminal terminator terminus terorist terrapin terrence terriers test1234 testibil testing1 testing123
testing2 testpass testuser texas123 thailand thanatos thankgod thankyou thatcher thebears thebeast theblues theclash thedevil thedoors theflash theforce
thegame1 theghost thegreat thejoker thekiller thelast1 themaste themaster thematri thematrix theodore theology theraven therock1 thesaint thesnake thething
thetruth thicknes thinkbig thinking thinkpad thisisit thisisme thissuck thissucks thomas11 thomas12 thomas123 thomas13 thomas19 thompson thor5200 thornton
thorsten thrasher threesom threesome thriller throttle thumbnils thumper1 thunder1 thunder3 thunder5 thunder9 thunderb thunderc thurston tiberium tiberius
tickleme tickling ticklish ticktock tiffanie tiffany1 tiger123 tiger200 tigerboy tigercat tigerpaw tigers01 tigerwoo tigerwoods tigger01 tigger11 tigger69
tightass tightend tigrenok timberla timberlake timberwolf timeless timeline timeport timewarp timothy1 timoxa94 tinfloor tinhorse tinkerbe tinkerbell tintable
titanic1 titleist tkachenko tkbpfdtnf tm371855 toenails together tokiohotel tomahawk tomatoes tombraid tombraider tombstone tomcat14 tommyboy tommygun
tomorrow tompkins tomservo toolshed toonarmy toonporn tooshort topdevice topolino topsecre topsecret toriamos tornado1 toronto1 torrance toshiba1 totalwar
touchdow touchdown toughguy toutoune townsend towtruck toystory tractors trademan traffic1 trafford trailer1 training trainman tranmere transexual transformer
transpor transport trapdoor trashcan traveler travelle traveller travesti travolta treasure treefrog treehous treehouse treetops trespass trfnthbyf tribbles
tribunal tricolor trident1 triforce trillian trinidad trinity3 tristan1 tristram trojans1 trooper2 tropical trouble1 trouble2 troubles trousers truckers
trucking truckman truelove trumpet1 trumpets trusting trustn01 trustnoo trustnoone tuczno18 tuesday1 tujheirf tunafish turandot turbodog turkey50 turtoise
tvxtjk7r twenty20 twilight twisted1 twisters twizzler twogirls tyler123 u4slpwra ubvyfpbz uekmyfhf ufhhbgjnnth ukflbjkec ultimate unbelievable uncencored
underdog underpar undertak undertake undertaker underwear underwor underworld unforgiv unforgiven unicorn1 unicorns universal universe unlimited username
usmc1775 usuckballz1 utahjazz utjuhfabz utjvtnhbz utyyflbq vacation valdemar valdepen valencia valentina valentino valerie1 valeriya valhalla valkyrie
vampire1 vancouve vancouver vandamme vanessa1 vanhalen vanilla1 vanquish varadero variable vasileva vasilina vauxhall vaz21093 vaz21099 vbhjckfdf vegas123
vehpbkrf velocity vendetta venezuel venezuela veracruz verbatim verboten veritas1 veritech verizon1 vermont1 verochka veronika veroniqu veronique verygood
verynice vfhbyjxrf vfhecmrf vfhnsirf vfhufhbnf vfhufhbnrf vfhvtkflrf vfktymrfz vflfufcrfh vfnbkmlf vfnhjcrby vfntvfnbrf vfrcbv123 vfrcbvec vfrcbvev vfrcbvjdf
vfrcbvrf vfvekbxrf vfvektxrf vfvf2011 vfvfbgfgf vfvfgfgf vfvfgfgfz vfylfhbyrf vg08k714 vibrator victoire victoria victoria1 victory1 viewsoni viewsonic
vigilant vika1996 vika2010 vikings1 viktorija viktoriy viktoriya vinbylrj vincenzo vinograd vintelok violence violetta violette vipergts viperman virginia
viscount vishenka vitalina vivienne vivitron vjhjpjdf vjhrjdrf vjnjhjkf vjqgfhjkm vjzgjxnf vkontakte vlad1994 vlad1995 vlad1996 vlad1997 vlad1998 vladimir
vladislava vodafone voldemar volgograd volition volkodav volkswag volkswagen volleyba volleyball voltaire volvo240 volvo850 volvos40 volvos80 voyager1
voyager2 vqsablpzla vsevolod vtufgjkbc vyjujnjxbt w1w2w3w4 w2dlww3v5p w8gkz2x1 wachtwoord wakeboar waldemar wallace1 walleye1 wallstre wapapapa war3demo
warchild warcraft warcraft1 wareagle warehous warehouse wargames warhamme warhammer warlord1 warlords warrior1 warriors wasdwasd washingt watchdog watching
watchmen waterfal waterfall waterloo waterman watermelon waterpol waterpolo waterski wavmanuk wayfarer wcksdypk wdtnjxtr weare138 weather1 webhompass webmaste
webmaster websolutions webster1 websters wednesday weedhead weinberg welcome1 welcome123 welcome8 wellcome welldone wellingt welshman werewolf weronika
wert1234 wessonnn westcoas western1 westgate westlake westlife westport westward westwind westwood wetwilly wg8e3wjf whatever whatever1 whatisit whatthefuck
whattheh wheaties whiskers whiskey1 whisper1 whistler whitaker whiteboy whitedog whiteman whiteout whitepower whitesox whitewolf whitney1 whoareyou whoknows
whosyourdaddy wideglid widespre wifey200 wiktoria wildbill wildblue wildcat1 wildcats wildfire wildman1 wildroid wildrose wildside wildstar wildwest wildwood
william0 william1 william2 william3 william6 willie12 wilshire windows1 windsong windstar windsurf winfield wingzero winifred winnipeg winnipeg261 winston1
winston2 winter00 winter01 winter11 winthrop winxclub wireless wisconsi wishbone wizard12 wltfg4ta wnmaz7sd wolfgang wolfman1 wolverin wolverine wolverines
womersle wonderbo wonderboy woodcock wooddoor woodford woodland woodruff woodside woodsink woodwind woodwork woofwoof wordlife wordpass workhard worksuck
worldcup worldwid wormhole wormwood wpoolejr wrangler wrestle1 wrestler wrinkle5 wrinkles wtpmjgda x72jhhu3z xaccess2 xakep1234 xboxlive xcalibur xcountry
xenocide xenogear xenophon xohzi3g4 xsvnd4b2 xthtgfirf xxxxxxx1 xzsawq21 yamahar1 yamahar6 yamakasi yamamoto yankees2 yanshi1982 yardbird ybrjkftd ybrjkftdbx
ycwvrxxh yeahrigh year2000 year2005 yellow12 yes90125 yesterda yfcnfcmz yfcntymrf yfcnz123 yfltymrf yjdsqgfhjkm yjdujhjl yogibear yosemite yourmama yourmom1
yourname yourself yqlgr667 yqmbevgk ytdxz2ca ytrhjvfyn ytyfdbcnm yujyd360 yxkck878 yy5rbfsc yyyyyyy1 z1234567 z123456789 z1x2c3v4b5 zaharova zanzibar zaq12345
zaq12wsx zaq1xsw2 zaq1xsw2cde3 zaqwsx123 zaragoza zaratustra zaxscdvf zenit2011 zerocool zesyrmvu zhjckfdf zidane10 zigazaga ziggy123 zinedine zippy123
zldej102 zoidberg zolushka zqjphsyf6ctifgu zx123456789 zxasqw12 zxc12345 zxc123zxc zxcasdqw zxcasdqwe123 zxcqweasd zxcv1234 zxcvasdf zxcvb123 zxcvb12345
zxcvbn12 zxcvbn123 zxcvbnm. zxcvbnm12 zxcvbnmz zxcvfdsa zxcvvcxz zzzzzzz1
`
