/** What is told by the messages themselves, or is too small for a line between them. */
const QUIET = new Set([
  'message_received',
  'reply_written',
  'reply_accepted',
  'note_added',
  'looked_again',
  'watch_moved',
  'shift_kept',
  'automation_acted',
  'clock_started',
  'clock_paused',
  'clock_resumed',
  'clock_stopped',
  'target_at_risk',
]);

/** Whether an event has a line in the thread; the history shows every one. */
export const isInThread = (type: string): boolean => !QUIET.has(type);
