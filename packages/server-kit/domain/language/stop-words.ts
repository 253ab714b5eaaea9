export type KnownLanguage = 'en' | 'es' | 'pt'

/** Words that carry grammar, not subject; written as they are spelt, accents included. */
export const stopWords: Readonly<Record<KnownLanguage, ReadonlySet<string>>> = {
  en: words(`a about an and any are as at be been being but by can could did do does for from had has have he her him his how i if in into is it its
    me my of on or our she should so than that the their them then there these they this those to was we were what when where which who whom whose why
    will with would you your am`),
  es: words(`a al algo ante aquel aquella como cómo con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuánta cuántos cuántas de del desde donde dónde
    e el él ella ellas ellos en entre era eran es esa ese eso esta está estaba están este esto estos estas fue fueron ha había han hay la las le les lo
    los me mi mis muy más ni no nos nosotros o para pero por porque que qué quien quién quiénes se ser si sí sin sobre son su sus también te tiene tienen
    tu tú tus u un una unas uno unos usted ustedes y ya yo soy eres somos he has puedo puedes puede podemos pueden podría debo debes debe hago haces hace hacemos hacen hacer
    haga hagas tengo tienes tenemos`),
  pt: words(`a à ao aos as às até com como da das de dela dele deles do dos e é ela elas ele eles em entre era eram essa esse esta está este eu foi foram
    há isso isto já lhe mais mas me meu meus minha minhas muito na nas não nem no nos nós o os ou para pela pelas pelo pelos por porque qual quais quando
    quanto quanta quantos quantas que quê quem onde se sem ser seu seus são só sua suas também te tem têm tu um uma umas uns você vocês sou posso podes pode podemos podem devo deve
    faço fazes faz fazemos fazem fazer faça tenho temos`),
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/))
}
