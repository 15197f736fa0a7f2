/**
 * Whether mail comes in when its sender is on the list: by what our reply says, RFC 3463. A message that is wrong in
 * itself, or too large, is refused from everybody; a full mailbox has a note of its own beside it.
 */
export function isOfPolicy(reply: string): boolean { return /^\d{3}[ -][45]\.(?:7\.|2\.2\b)/.test(reply) }
