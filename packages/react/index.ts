export { CoachWidget, type CoachWidgetAttributes, type CoachWidgetElement, type CoachWidgetProps } from './coach-widget.js'
export { type UseConversation, type UseConversationOptions, useConversation } from './use-conversation.js'
