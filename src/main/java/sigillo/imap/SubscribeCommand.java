package sigillo.imap;

/** SUBSCRIBE and UNSUBSCRIBE: RFC 9051 sections 6.3.7 and 6.3.8. */
public record SubscribeCommand(String mailbox, boolean subscribed) implements ImapCommand.AfterLogin {

    static SubscribeCommand parse(Cursor in, boolean subscribed) throws Syntax {
        in.sp();
        return new SubscribeCommand(in.mailbox(), subscribed);
    }
}
