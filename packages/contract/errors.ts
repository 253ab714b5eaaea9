import * as z from 'zod/mini'
import type { Language } from './fields.js'

interface ErrorDefinition {
  /** HTTP status. */
  status: number
  /** Whether the same request can succeed later. */
  retryable: boolean
  /** `{name}` stands for a number in the details, or for a list of words of the kit's own. */
  message: Record<Language, string>
}

/** Every failure a client can be told of. A code is never reused for another meaning. */
export const errorCatalogue = {
  AUTH_001: define(
    401,
    false,
    'The credentials are missing or wrong. Sign in, or check the address and the password.',
    'Las credenciales faltan o no son correctas. Inicia sesión, o revisa el correo y la contraseña.',
    'As credenciais faltam ou não estão corretas. Inicie sessão, ou confira o e-mail e a senha.',
  ),
  AUTH_002: define(
    401,
    false,
    'Your session has expired. Start a new one.',
    'Tu sesión ha caducado. Inicia una nueva.',
    'Sua sessão expirou. Inicie uma nova.',
  ),
  AUTH_003: define(
    403,
    false,
    'This credential may not do that.',
    'Esta credencial no tiene permiso para hacerlo.',
    'Esta credencial não tem permissão para isso.',
  ),
  AUTH_005: define(
    403,
    false,
    'Sign in on this website first: this coach only talks to its signed-in users.',
    'Primero inicia sesión en este sitio web: este coach solo atiende a sus usuarios registrados.',
    'Entre primeiro neste site: este coach só atende usuários que entraram.',
  ),
  AUTH_006: define(
    401,
    false,
    'The identity token is not valid. Sign a new one with a live key of this creator: HS256, with `aud`, `sub` and `exp` as documented.',
    'El token de identidad no es válido. Firma uno nuevo con una clave vigente de este creador: HS256, con `aud`, `sub` y `exp` según la documentación.',
    'O token de identidade não é válido. Assine um novo com uma chave vigente deste criador: HS256, com `aud`, `sub` e `exp` conforme a documentação.',
  ),
  IDENTITY_001: define(
    409,
    false,
    'Users cannot be required to be identified without a key that vouches for them: make an identity key first.',
    'No se puede exigir la identificación de los usuarios sin una clave que responda por ellos: crea antes una clave de identidad.',
    'Não se pode exigir a identificação dos usuários sem uma chave que responda por eles: crie antes uma chave de identidade.',
  ),
  ACCOUNT_001: define(
    422,
    false,
    'That is not a plain e-mail address.',
    'Eso no es una dirección de correo válida.',
    'Isso não é um endereço de e-mail válido.',
  ),
  ACCOUNT_002: define(
    422,
    false,
    'Choose another password: at least 15 characters, not a known one, nothing of your name or address.',
    'Elige otra contraseña: al menos 15 caracteres, que no sea conocida ni contenga tu nombre o tu correo.',
    'Escolha outra senha: pelo menos 15 caracteres, que não seja conhecida nem contenha seu nome ou e-mail.',
  ),
  ACCOUNT_003: define(
    422,
    false,
    'This code is no longer valid. Ask for a new one.',
    'Este código ya no es válido. Pide uno nuevo.',
    'Este código não é mais válido. Peça um novo.',
  ),
  ACCOUNT_004: define(
    403,
    false,
    'Confirm your e-mail address first: a new code is on its way.',
    'Confirma primero tu correo: te hemos enviado un código nuevo.',
    'Confirme primeiro seu e-mail: um novo código está a caminho.',
  ),
  ACCOUNT_005: define(
    422,
    false,
    'There is no account for this address yet: give a name and a password.',
    'Aún no hay una cuenta para este correo: indica un nombre y una contraseña.',
    'Ainda não há uma conta para este e-mail: informe um nome e uma senha.',
  ),
  ACCOUNT_006: define(
    403,
    false,
    'This account is suspended. Write to whoever runs this service.',
    'Esta cuenta está suspendida. Escribe a quien gestiona este servicio.',
    'Esta conta está suspensa. Escreva para quem administra este serviço.',
  ),
  MEMBER_001: define(
    409,
    false,
    'A coach needs an owner: make somebody else one first.',
    'Un coach necesita un propietario: nombra antes a otra persona.',
    'Um coach precisa de um proprietário: nomeie antes outra pessoa.',
  ),
  CREATOR_002: define(
    409,
    false,
    'That name is taken. Choose another one.',
    'Ese nombre ya está en uso. Elige otro.',
    'Esse nome já está em uso. Escolha outro.',
  ),
  ORIGIN_001: define(403, false, 'This website may not use this coach.', 'Este sitio web no puede usar este coach.', 'Este site não pode usar este coach.'),
  VAL_001: define(
    400,
    false,
    'The request is not valid. See details.',
    'La solicitud no es válida. Consulta los detalles.',
    'A solicitação não é válida. Veja os detalhes.',
  ),
  VAL_002: define(
    400,
    false,
    'Something that is required is missing. See details.',
    'Falta algo obligatorio. Consulta los detalles.',
    'Falta algo obrigatório. Veja os detalhes.',
  ),
  VAL_004: define(400, false, 'The body is not valid JSON.', 'El cuerpo no es JSON válido.', 'O corpo não é JSON válido.'),
  REQUEST_003: define(
    415,
    false,
    'The content type is not the one this route takes.',
    'El tipo de contenido no es el que acepta esta ruta.',
    'O tipo de conteúdo não é o aceito por esta rota.',
  ),
  REQUEST_004: define(413, false, 'The body is too large.', 'El cuerpo es demasiado grande.', 'O corpo é grande demais.'),
  REQUEST_005: define(405, false, 'This address does not take that method.', 'Esta dirección no acepta ese método.', 'Este endereço não aceita esse método.'),
  RESOURCE_001: define(404, false, 'Not found.', 'No se ha encontrado.', 'Não encontrado.'),
  CREATOR_001: define(404, false, 'There is no such coach.', 'Ese coach no existe.', 'Esse coach não existe.'),
  CREATOR_003: define(403, false, 'This coach is not available.', 'Este coach no está disponible.', 'Este coach não está disponível.'),
  CONFLICT_001: define(
    409,
    false,
    'It was changed meanwhile. Read it again.',
    'Ha cambiado mientras tanto. Vuelve a leerlo.',
    'Foi alterado nesse meio-tempo. Leia de novo.',
  ),
  idempotency_conflict: define(
    422,
    false,
    'That id was already used for something else.',
    'Ese identificador ya se usó para otra cosa.',
    'Esse identificador já foi usado para outra coisa.',
  ),
  idempotency_pending: define(
    409,
    true,
    'The same request was begun and its end is not known yet. Ask again in a moment; if that goes on, look whether it was done.',
    'La misma petición ya empezó y aún no se sabe cómo acabó. Pregunta de nuevo en un momento; si sigue así, mira si se hizo.',
    'O mesmo pedido já começou e ainda não se sabe como terminou. Pergunte de novo em instantes; se continuar assim, veja se foi feito.',
  ),
  MESSAGE_001: define(422, false, 'Write a message first: it is empty.', 'Escribe un mensaje: está vacío.', 'Escreva uma mensagem: está vazia.'),
  MESSAGE_002: define(
    422,
    false,
    'The message is too long: {limit} characters at most.',
    'El mensaje es demasiado largo: {limit} caracteres como máximo.',
    'A mensagem é longa demais: no máximo {limit} caracteres.',
  ),
  MESSAGE_003: define(
    422,
    false,
    'The message looks like code that a web page would run. Write it in other words.',
    'El mensaje parece código que ejecutaría una página web. Escríbelo de otra manera.',
    'A mensagem parece código que uma página da web executaria. Escreva de outra maneira.',
  ),
  CONVERSATION_001: define(
    409,
    true,
    'The coach is still answering the last message.',
    'El coach todavía está respondiendo al último mensaje.',
    'O coach ainda está respondendo à última mensagem.',
  ),
  CONVERSATION_002: define(
    409,
    false,
    'This conversation is full: it holds 10,000 messages. Start a new one.',
    'Esta conversación está llena: caben 10 000 mensajes. Empieza una nueva.',
    'Esta conversa está cheia: cabem 10.000 mensagens. Comece uma nova.',
  ),
  VAL_003: define(
    415,
    false,
    'That kind of file is not supported. Use {formats}.',
    'Ese tipo de archivo no se admite. Usa {formats}.',
    'Esse tipo de arquivo não é aceito. Use {formats}.',
  ),
  DOCUMENT_002: define(
    413,
    false,
    'The file is too large: {maxMegabytes} MB at most.',
    'El archivo es demasiado grande: {maxMegabytes} MB como máximo.',
    'O arquivo é grande demais: no máximo {maxMegabytes} MB.',
  ),
  DOCUMENT_003: define(422, false, 'The file is empty.', 'El archivo está vacío.', 'O arquivo está vazio.'),
  DOCUMENT_004: define(
    422,
    false,
    'What is inside the file does not match its extension.',
    'El contenido del archivo no coincide con su extensión.',
    'O conteúdo do arquivo não corresponde à extensão.',
  ),
  DOCUMENT_005: define(
    422,
    false,
    'The file is protected by a password. Remove it and try again.',
    'El archivo está protegido con contraseña. Quítala y vuelve a intentarlo.',
    'O arquivo está protegido por senha. Remova-a e tente de novo.',
  ),
  DOCUMENT_006: define(
    422,
    false,
    'No text was found in the file. If it is a scan, run text recognition (OCR) on it first.',
    'No se ha encontrado texto en el archivo. Si es un escaneo, pásale antes un reconocimiento de texto (OCR).',
    'Nenhum texto foi encontrado no arquivo. Se for digitalizado, faça antes o reconhecimento de texto (OCR).',
  ),
  DOCUMENT_007: define(
    422,
    false,
    'The file is damaged and cannot be read. Save it again and retry.',
    'El archivo está dañado y no se puede leer. Guárdalo de nuevo y reinténtalo.',
    'O arquivo está danificado e não pode ser lido. Salve-o de novo e tente outra vez.',
  ),
  DOCUMENT_008: define(
    422,
    false,
    'Reading the file took more time or memory than is allowed. Split it into smaller files.',
    'Leer el archivo requería más tiempo o memoria de lo permitido. Divídelo en archivos más pequeños.',
    'Ler o arquivo exigiu mais tempo ou memória do que o permitido. Divida-o em arquivos menores.',
  ),
  DOCUMENT_009: define(422, false, 'The file name is not usable.', 'El nombre del archivo no es válido.', 'O nome do arquivo não é válido.'),
  DOCUMENT_010: define(
    503,
    true,
    'The file could not be processed after several attempts. Upload it again.',
    'No se ha podido procesar el archivo tras varios intentos. Vuelve a subirlo.',
    'Não foi possível processar o arquivo após várias tentativas. Envie-o de novo.',
  ),
  DOCUMENT_011: define(
    422,
    false,
    'Reading the file was cancelled. Retry it when you want it.',
    'Se canceló la lectura del archivo. Reinténtala cuando quieras.',
    'A leitura do arquivo foi cancelada. Tente de novo quando quiser.',
  ),
  DOCUMENT_012: define(
    409,
    false,
    'That cannot be done with the document as it is now. See its status.',
    'Eso no se puede hacer con el documento en su estado actual. Consulta su estado.',
    'Isso não pode ser feito com o documento no estado atual. Consulte o estado.',
  ),
  DOCUMENT_013: define(
    422,
    false,
    'Malware was found in the file. It is kept apart and is not used.',
    'Se ha encontrado software malicioso en el archivo. Se ha apartado y no se utiliza.',
    'Foi encontrado software malicioso no arquivo. Ele foi isolado e não é usado.',
  ),
  DOCUMENT_014: define(
    503,
    true,
    'The file could not be scanned for malware yet. It stays in quarantine until it is.',
    'Aún no se ha podido analizar el archivo en busca de software malicioso. Sigue en cuarentena hasta entonces.',
    'Ainda não foi possível verificar se o arquivo tem software malicioso. Fica em quarentena até lá.',
  ),
  EMBEDDER_001: define(
    409,
    false,
    'No embedder is configured here: search works by words. Set one in the options of the server.',
    'Aquí no hay ningún modelo de embeddings configurado: se busca por palabras. Indícalo en las opciones del servidor.',
    'Não há nenhum modelo de embeddings configurado aqui: a busca é por palavras. Indique um nas opções do servidor.',
  ),
  EMBEDDER_002: define(
    422,
    false,
    'These vectors were refused: they must be of the model this server names, as long as it says, and of length one.',
    'Estos vectores se han rechazado: deben ser del modelo que indica este servidor, con sus dimensiones y de norma uno.',
    'Estes vetores foram recusados: devem ser do modelo que este servidor indica, com suas dimensões e de norma um.',
  ),
  WEBSITE_001: define(
    422,
    false,
    'That address cannot be read: only public http and https addresses can.',
    'Esa dirección no se puede leer: solo se admiten direcciones http y https públicas.',
    'Esse endereço não pode ser lido: só endereços http e https públicos.',
  ),
  WEBSITE_002: define(
    422,
    false,
    'The website does not allow this page to be read (robots.txt).',
    'El sitio web no permite leer esta página (robots.txt).',
    'O site não permite a leitura desta página (robots.txt).',
  ),
  WEBSITE_003: define(
    503,
    true,
    'The website did not answer, or with an error. It is tried again at the next reading.',
    'El sitio web no ha respondido o ha dado un error. Se intentará de nuevo en la próxima lectura.',
    'O site não respondeu ou deu um erro. Será tentado de novo na próxima leitura.',
  ),
  WEBSITE_004: define(
    422,
    false,
    'The page is not there. Check the address.',
    'La página no existe. Comprueba la dirección.',
    'A página não existe. Confira o endereço.',
  ),
  WEBSITE_005: define(
    422,
    false,
    'The website does not show this page to everyone: it may ask for a sign-in.',
    'El sitio web no muestra esta página a todo el mundo: puede que pida iniciar sesión.',
    'O site não mostra esta página a todos: talvez peça login.',
  ),
  WEBSITE_006: define(
    422,
    false,
    'What is at this address is not a web page, PDF, DOCX, MD or text.',
    'Lo que hay en esta dirección no es una página web, PDF, DOCX, MD ni texto.',
    'O que há neste endereço não é uma página web, PDF, DOCX, MD nem texto.',
  ),
  WEBSITE_007: define(
    422,
    false,
    'The address leads to another website. Add that one instead.',
    'La dirección lleva a otro sitio web. Añade ese en su lugar.',
    'O endereço leva a outro site. Adicione aquele em seu lugar.',
  ),
  WEBSITE_008: define(
    422,
    false,
    'No sitemap with pages of this website was found. Give its address, or add single pages.',
    'No se ha encontrado un sitemap con páginas de este sitio. Indica su dirección o añade páginas sueltas.',
    'Não foi encontrado um sitemap com páginas deste site. Informe o endereço dele ou adicione páginas avulsas.',
  ),
  WEBSITE_009: define(
    422,
    false,
    'The page is too large: 10 MB at most.',
    'La página es demasiado grande: 10 MB como máximo.',
    'A página é grande demais: no máximo 10 MB.',
  ),
  WEBSITE_010: define(
    422,
    false,
    'There are too many websites: 50 at most. Remove one first.',
    'Hay demasiados sitios web: 50 como máximo. Quita uno antes.',
    'Há sites demais: no máximo 50. Remova um antes.',
  ),
  WEBSITE_011: define(
    503,
    true,
    'The website could not be read after several attempts. Refresh it later.',
    'No se ha podido leer el sitio web tras varios intentos. Actualízalo más tarde.',
    'Não foi possível ler o site após várias tentativas. Atualize-o mais tarde.',
  ),
  ATTACHMENT_001: define(
    415,
    false,
    'That file cannot be sent here. Send an image (PNG, JPEG, WebP, GIF), a PDF, a DOCX or plain text.',
    'Ese archivo no se puede enviar aquí. Envía una imagen (PNG, JPEG, WebP, GIF), un PDF, un DOCX o texto sin formato.',
    'Esse arquivo não pode ser enviado aqui. Envie uma imagem (PNG, JPEG, WebP, GIF), um PDF, um DOCX ou texto simples.',
  ),
  ATTACHMENT_002: define(
    413,
    false,
    'The file is too large: 10 MB at most.',
    'El archivo es demasiado grande: 10 MB como máximo.',
    'O arquivo é grande demais: no máximo 10 MB.',
  ),
  ATTACHMENT_003: define(
    422,
    false,
    'Malware was found in the file. It was not sent.',
    'Se ha encontrado software malicioso en el archivo. No se ha enviado.',
    'Foi encontrado software malicioso no arquivo. Ele não foi enviado.',
  ),
  ATTACHMENT_004: define(
    503,
    true,
    'The file could not be scanned for malware, so it was not sent. Try again later.',
    'No se ha podido analizar el archivo en busca de software malicioso, así que no se ha enviado. Inténtalo más tarde.',
    'Não foi possível verificar se o arquivo tem software malicioso, por isso não foi enviado. Tente mais tarde.',
  ),
  LOGO_001: define(
    415,
    false,
    'That is not an image the kit takes. Use PNG, JPEG, WebP or GIF.',
    'Eso no es una imagen admitida. Usa PNG, JPEG, WebP o GIF.',
    'Isso não é uma imagem aceita. Use PNG, JPEG, WebP ou GIF.',
  ),
  LOGO_002: define(
    413,
    false,
    'The image is too large: 1 MB at most.',
    'La imagen es demasiado grande: 1 MB como máximo.',
    'A imagem é grande demais: no máximo 1 MB.',
  ),
  SYS_001: define(
    503,
    true,
    'The database cannot be reached right now. Try again in a moment.',
    'No se puede acceder a la base de datos. Inténtalo de nuevo en un momento.',
    'O banco de dados não está acessível agora. Tente de novo em instantes.',
  ),
  SYS_002: define(
    503,
    true,
    'A service that this needs cannot be reached right now. Try again in a moment.',
    'No se puede acceder a un servicio necesario. Inténtalo de nuevo en un momento.',
    'Um serviço necessário não está acessível agora. Tente de novo em instantes.',
  ),
  SYS_003: define(
    503,
    true,
    'This instance is stopping. Try again: another one answers, or this one soon.',
    'Esta instancia se está deteniendo. Inténtalo de nuevo: responderá otra, o esta en breve.',
    'Esta instância está sendo encerrada. Tente de novo: outra responderá, ou esta em breve.',
  ),
  STORAGE_002: define(507, true, 'There is no space left to store this.', 'No queda espacio para guardarlo.', 'Não há espaço para armazenar isto.'),
  AI_001: define(
    503,
    true,
    'The coach cannot answer right now. Your question is kept: try again.',
    'El coach no puede responder ahora. Tu pregunta está guardada: inténtalo de nuevo.',
    'O coach não pode responder agora. Sua pergunta está guardada: tente de novo.',
  ),
  AI_002: define(
    503,
    false,
    'The coach has no material to answer from yet. Your question is kept.',
    'El coach todavía no tiene material con el que responder. Tu pregunta está guardada.',
    'O coach ainda não tem material para responder. Sua pergunta está guardada.',
  ),
  AI_003: define(
    422,
    false,
    'This question is too long for the coach. Ask it in fewer words, or in parts.',
    'Esta pregunta es demasiado larga para el coach. Hazla con menos palabras o por partes.',
    'Esta pergunta é longa demais para o coach. Faça-a com menos palavras ou em partes.',
  ),
  AI_004: define(
    503,
    true,
    'The answer was interrupted. Try again.',
    'La respuesta se interrumpió. Inténtalo de nuevo.',
    'A resposta foi interrompida. Tente de novo.',
  ),
  FORM_001: define(
    409,
    false,
    'The form is another one by now. Load the page again and answer it as it is.',
    'El formulario ha cambiado. Vuelve a cargar la página y respóndelo como está ahora.',
    'O formulário mudou. Recarregue a página e responda como ele está agora.',
  ),
  FORM_002: define(
    422,
    false,
    'The form is not complete, or an answer is not what it asks for.',
    'El formulario no está completo, o alguna respuesta no es lo que se pide.',
    'O formulário não está completo, ou alguma resposta não é o que se pede.',
  ),
  FORM_003: define(
    403,
    false,
    'This coach asks you to fill in a form first. Load the page again.',
    'Este coach pide que rellenes antes un formulario. Vuelve a cargar la página.',
    'Este coach pede que você preencha antes um formulário. Recarregue a página.',
  ),
  RATE_001: define(429, true, 'Too many requests. Wait a moment.', 'Demasiadas solicitudes. Espera un momento.', 'Solicitações demais. Espere um momento.'),
  QUOTA_001: define(
    429,
    true,
    'The coach has given all the answers of this month. Your question is kept: try again next month, or write to the coach directly.',
    'El coach ya ha dado todas las respuestas de este mes. Tu pregunta está guardada: inténtalo el mes que viene o escríbele directamente.',
    'O coach já deu todas as respostas deste mês. Sua pergunta está guardada: tente no próximo mês ou escreva diretamente para ele.',
  ),
  INTERNAL_001: define(
    500,
    true,
    'Something went wrong on our side. Give the request id to support.',
    'Algo ha fallado por nuestra parte. Indica el id de la solicitud a soporte.',
    'Algo falhou do nosso lado. Informe o id da solicitação ao suporte.',
  ),
} as const satisfies Record<string, ErrorDefinition>

export type ErrorCode = keyof typeof errorCatalogue

/** The body of every answer that is not a success. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.optional(z.record(z.string(), z.unknown())),
    requestId: z.optional(z.string()),
    retryAfterMs: z.optional(z.number()),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>

/** The one error class of the kit. `isInstance` also recognises an error of a second copy of this package. */
export class CoachError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly retryable: boolean
  readonly details: Record<string, unknown> | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: { message?: string; details?: Record<string, unknown>; retryAfterMs?: number; cause?: unknown } = {}) {
    const definition = errorCatalogue[code]
    super(options.message ?? errorMessage(code, 'en', options.details), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CoachError'
    this.code = code
    this.status = definition.status
    this.retryable = definition.retryable
    this.details = options.details
    this.retryAfterMs = options.retryAfterMs
  }

  static isInstance(value: unknown): value is CoachError {
    return value instanceof Error && value.name === 'CoachError' && 'code' in value && String(value.code) in errorCatalogue
  }
}

/** The catalogue's sentence for a code, in the reader's language, with the numbers and lists of the details in it. */
export function errorMessage(code: ErrorCode, language: Language, details: Record<string, unknown> = {}): string {
  return errorCatalogue[code].message[language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name]
    return Array.isArray(value) ? new Intl.ListFormat(language, { type: 'disjunction' }).format(value.map(String)) : Number(value).toLocaleString(language)
  })
}

function define(status: number, retryable: boolean, en: string, es: string, pt: string): ErrorDefinition {
  return { status, retryable, message: { en, es, pt } }
}
