package sigillo.imap;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * Turns a frame into a command. Total: every frame gives an {@link Outcome}, none throws, so that a fuzzer may call it
 * with anything.
 */
public final class CommandParser {
    private static final Map<String, Cursor.Rule<? extends ImapCommand>> COMMANDS = Map.ofEntries(
        entry("CAPABILITY", _ -> new ImapCommand.Capability()),
        entry("NOOP", _ -> new ImapCommand.Noop()),
        entry("LOGOUT", _ -> new ImapCommand.Logout()),
        entry("ID", IdCommand::parse),
        entry("STARTTLS", _ -> new ImapCommand.StartTls()),
        entry("AUTHENTICATE", AuthenticateCommand::parse),
        entry("LOGIN", LoginCommand::parse),
        entry("ENABLE", EnableCommand::parse),
        entry("SELECT", in -> SelectCommand.parse(in, false)),
        entry("EXAMINE", in -> SelectCommand.parse(in, true)),
        entry("CREATE", CreateCommand::parse),
        entry("DELETE", DeleteCommand::parse),
        entry("RENAME", RenameCommand::parse),
        entry("SUBSCRIBE", in -> SubscribeCommand.parse(in, true)),
        entry("UNSUBSCRIBE", in -> SubscribeCommand.parse(in, false)),
        entry("LIST", ListCommand::parse),
        entry("LSUB", ListCommand::parseLsub),
        entry("NAMESPACE", _ -> new ImapCommand.Namespace()),
        entry("GETJMAPACCESS", _ -> new ImapCommand.GetJmapAccess()),
        entry("STATUS", StatusCommand::parse),
        entry("APPEND", AppendCommand::parse),
        entry("IDLE", _ -> new ImapCommand.Idle()),
        entry("GETQUOTA", in -> QuotaCommand.parse(in, QuotaCommand.Kind.GET)),
        entry("GETQUOTAROOT", in -> QuotaCommand.parse(in, QuotaCommand.Kind.OF_MAILBOX)),
        entry("SETQUOTA", in -> QuotaCommand.parse(in, QuotaCommand.Kind.SET)),
        entry("GETMETADATA", GetMetadataCommand::parse),
        entry("SETMETADATA", SetMetadataCommand::parse),
        entry("COMPRESS", CompressCommand::parse),
        entry("CANCELUPDATE", CancelUpdateCommand::parse),
        entry("NOTIFY", NotifyCommand::parse),
        entry("CHECK", _ -> new ImapCommand.Check()),
        entry("CLOSE", _ -> new ImapCommand.Close()),
        entry("UNSELECT", _ -> new ImapCommand.Unselect()),
        entry("EXPUNGE", _ -> ExpungeCommand.ALL),
        entry("SEARCH", in -> SearchCommand.parse(in, false)),
        entry("SORT", in -> SortCommand.parse(in, false)),
        entry("THREAD", in -> ThreadCommand.parse(in, false)),
        entry("FETCH", in -> FetchCommand.parse(in, false)),
        entry("STORE", in -> StoreCommand.parse(in, false)),
        entry("COPY", in -> CopyCommand.parse(in, false, false)),
        entry("MOVE", in -> CopyCommand.parse(in, false, true)),
        entry("REPLACE", in -> ReplaceCommand.parse(in, false)),
        entry("UID", CommandParser::byUid));

    /** RFC 9051 section 6.4.9: with UIDs in place of message numbers. */
    private static final Map<String, Cursor.Rule<? extends ImapCommand>> BY_UID = Map.of(
        "SEARCH", in -> SearchCommand.parse(in, true),
        "SORT", in -> SortCommand.parse(in, true),
        "THREAD", in -> ThreadCommand.parse(in, true),
        "FETCH", in -> FetchCommand.parse(in, true),
        "STORE", in -> StoreCommand.parse(in, true),
        "COPY", in -> CopyCommand.parse(in, true, false),
        "MOVE", in -> CopyCommand.parse(in, true, true),
        "REPLACE", in -> ReplaceCommand.parse(in, true),
        "EXPUNGE", ExpungeCommand::parseUid);

    private CommandParser() {}

    /** What a frame says. */
    public sealed interface Outcome {
        record Ok(String tag, ImapCommand command) implements Outcome {}

        /** {@code tag} is {@code *} when none could be read; {@code why} is printable ASCII. */
        record Bad(String tag, String why) implements Outcome {}
    }

    public static Outcome parse(Frame frame, Names names) {
        var in = new Cursor(frame, names);
        var tag = "*";
        try {
            tag = in.tag();
            in.sp();
            var command = rule(in, COMMANDS).read(in);
            in.end();
            return new Outcome.Ok(tag, command);
        } catch (Syntax e) {
            return new Outcome.Bad(tag, e.getMessage());
        }
    }

    /** The tag with which a command began that was thrown away, for its BAD. */
    public static String tag(Frame head) {
        try {
            var in = new Cursor(head, Names.UTF8);
            var tag = in.tag();
            in.sp();
            return tag;
        } catch (Syntax noTag) {
            return "*";
        }
    }

    /** Whether a command is one of those that messages come with, by its name alone. */
    public static boolean takesMessages(Frame sofar) {
        try {
            var in = new Cursor(sofar, Names.UTF8);
            in.tag();
            in.sp();
            return in.skipWord("APPEND ") || in.skipWord("REPLACE ") || in.skipWord("UID REPLACE ");
        } catch (Syntax noTag) {
            return false;
        }
    }

    /** Of a command that ends with a literal's announcement: what there is of it, if the literal is a message of it. */
    public static Optional<TakesMessages> withMessages(Frame sofar, Names names) {
        try {
            var in = new Cursor(sofar, names);
            in.tag();
            in.sp();
            var grammar = new MessageGrammar(in, true);
            TakesMessages command;
            if (in.skipWord("APPEND")) command = grammar.append();
            else if (in.skipWord("REPLACE")) command = grammar.replace(false);
            else if (in.skipWord("UID REPLACE")) command = grammar.replace(true);
            else return Optional.empty();
            return in.atEnd() ? Optional.of(command) : Optional.empty();
        } catch (Syntax notYetOrNotAtAll) {
            return Optional.empty();
        }
    }

    private static ImapCommand byUid(Cursor in) throws Syntax {
        in.sp();
        return rule(in, BY_UID).read(in);
    }

    private static Cursor.Rule<? extends ImapCommand> rule(
            Cursor in, Map<String, Cursor.Rule<? extends ImapCommand>> rules) throws Syntax {
        var name = in.word();
        var rule = rules.get(name);
        if (rule == null) throw new Syntax("Unknown command");
        return rule;
    }
}
