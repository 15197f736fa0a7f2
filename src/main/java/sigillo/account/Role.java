package sigillo.account;

/** What a mailbox is for: RFC 8621 section 2's roles, RFC 6154's special uses. At most one mailbox has each. */
public enum Role { INBOX, DRAFTS, SENT, JUNK, TRASH, ARCHIVE }
