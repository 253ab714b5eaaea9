/** Words that passwords are so often built on, in the languages of the product; in lower case and without accents. */
export const commonRoots = `
pass password passwort passphrase passw0rd secret secreto segredo admin administrator administrador root system sistema server manager guest invitado user usuario
login welcome bienvenido bienvenida bemvindo letmein changeme default demo test testing prueba teste temp temporal hello hola clave contrasena contrasenha senha
querty qwerty azerty asdf zxcv qazwsx computer computadora computador internet google facebook instagram whatsapp microsoft windows apple iphone samsung android
love iloveyou lovely loveme teamo teamomucho teadoro amor amormio miamor meuamor amore corazon coracao princesa princess prince principe bonita bonito linda carino
mama mami papa papi familia family hermosa hermana hermano baby babygirl bebe angel angelito diosesamor dios jesus jesuscristo cristo deus maria jose
sunshine flower flores mariposa estrella estrelinha estrela luna moon star dragon monkey tiger tigre lion leon eagle aguila falcon panther bear wolf lobo perro gato
cachorro butterfly dolphin hunter ranger master maestro shadow killer soccer football futbol futebol baseball basketball hockey barcelona realmadrid madrid boca
river flamengo corinthians palmeiras santos gremio brasil argentina mexico colombia espana chile peru america chivas liverpool arsenal chelsea juventus
superman batman spiderman pokemon naruto starwars matrix phoenix thunder warrior cowboy ferrari mercedes porsche mustang corvette harley yamaha honda toyota
summer verano winter invierno spring autumn primavera january february march april enero febrero abril monday friday lunes viernes
michael jennifer jessica ashley daniel daniela carlos alejandro alejandra fernando gabriel rodrigo juan pedro luis ricardo roberto andrea natalia carolina
charlie jordan thomas robert andrew joshua matthew anthony george samantha nicole michelle amanda trustno1 whatever freedom libertad felicidad happy lucky
money dinero cheese chocolate cookie banana orange naranja pepper ginger silver golden diamond diamante purple yellow blue azul rojo verde blanco negro
access office company empresa business coach coaching trainer entrenador student estudiante school escuela teacher profesor professor
`
