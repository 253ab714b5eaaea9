import Chatbot from 'flowise-embed/dist/web.js'

Chatbot.init({ chatflowid: 'bench', apiHost: `${location.origin}/coach` })
