/** What may stand in the launcher, on a grid of 24 units. */
export const launcherIcons: Record<string, string> & { chat: string } = {
  chat: 'M5.6 16.2A8.2 8.2 0 1 1 9 18.7l-5 1.8zM8.2 11h.01M12 11h.01M15.8 11h.01',
  question: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.3 9.4a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 17.2h.01',
  spark: 'M11 3.5l2 5.9 5.9 2-5.9 2-2 5.9-2-5.9-5.9-2 5.9-2zM19 16.5v4.4M16.8 18.7h4.4',
  heart: 'M12 20.3S3.8 15.4 3.8 9.6A4.4 4.4 0 0 1 12 7.2a4.4 4.4 0 0 1 8.2 2.4c0 5.8-8.2 10.7-8.2 10.7z',
}
