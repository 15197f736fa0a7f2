package sigillo.imap;

/**
 * What a client may say, by the state in which it may say it: RFC 9051 section 6. One record per command; those
 * without arguments stand here, the others in files of their own with their grammar.
 */
public sealed interface ImapCommand {

    /** RFC 9051 section 6.1. */
    sealed interface Any extends ImapCommand permits Capability, Noop, Logout, IdCommand {}

    /** RFC 9051 section 6.2. */
    sealed interface BeforeLogin extends ImapCommand permits StartTls, AuthenticateCommand, LoginCommand {}

    /** RFC 9051 section 6.3: once signed in, whether or not a mailbox is selected. */
    sealed interface AfterLogin extends ImapCommand permits EnableCommand, SelectCommand, CreateCommand, DeleteCommand,
        RenameCommand, SubscribeCommand, ListCommand, Namespace, StatusCommand, AppendCommand, Idle,
        QuotaCommand, CompressCommand, NotifyCommand, GetMetadataCommand, SetMetadataCommand, GetJmapAccess {}

    /** RFC 9051 section 6.4. */
    sealed interface OnMailbox extends ImapCommand permits Check, Close, Unselect, ExpungeCommand, SearchCommand,
        FetchCommand, StoreCommand, CopyCommand, ReplaceCommand, SortCommand,
        ThreadCommand, CancelUpdateCommand {}

    record Capability() implements Any {}

    record Noop() implements Any {}

    record Logout() implements Any {}

    record StartTls() implements BeforeLogin {}

    record Namespace() implements AfterLogin {}

    record Idle() implements AfterLogin {}

    /** RFC 9698 section 3. */
    record GetJmapAccess() implements AfterLogin {}

    record Check() implements OnMailbox {}

    record Close() implements OnMailbox {}

    record Unselect() implements OnMailbox {}
}
