import 'deep-chat'

const chat = document.createElement('deep-chat')
chat.connect = { url: '/coach/v1/none' }
document.querySelector('#peer').append(chat)
