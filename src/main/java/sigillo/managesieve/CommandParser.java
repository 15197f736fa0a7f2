package sigillo.managesieve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.managesieve.Cursor.Syntax;

/** Turns a frame into a command. Total: every frame gives an {@link Outcome}, none throws. Knows neither state nor scripts. */
public final class CommandParser {
    /** RFC 5804 section 2.13: of what we repeat. In characters. */
    private static final int TAG_MAX = 1_024;

    public sealed interface Outcome {
        record Ok(SieveCommand command) implements Outcome {}

        /** {@code why} is in ASCII, for people; nothing of the command is in it. */
        record Bad(String why) implements Outcome {}
    }

    private CommandParser() {}

    /** The octets, in which a password may be, are wiped. */
    public static Outcome parse(Frame.Command frame) {
        var octets = frame.octets().unsafeArray();
        try {
            return new Outcome.Ok(command(new Cursor(octets)));
        } catch (Syntax syntax) {
            return new Outcome.Bad(syntax.why);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** What answers a challenge; a star without quotes is one too, as IMAP has it. The octets are wiped. */
    public static SaslAnswer answer(Frame.Command frame) {
        var octets = frame.octets().unsafeArray();
        if (octets.length == 1 && octets[0] == '*') return new SaslAnswer.Cancelled();
        try {
            var cursor = new Cursor(octets);
            var text = cursor.string();
            cursor.end();
            return SaslAnswer.of(text);
        } catch (Syntax syntax) {
            return new SaslAnswer.Unreadable(syntax.why);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static SieveCommand command(Cursor cursor) throws Syntax {
        return switch (cursor.keyword()) {
            case "AUTHENTICATE" -> authenticate(cursor);
            case "STARTTLS" -> ended(cursor, new SieveCommand.StartTls());
            case "LOGOUT" -> ended(cursor, new SieveCommand.Logout());
            case "CAPABILITY" -> ended(cursor, new SieveCommand.Capability());
            case "HAVESPACE" -> haveSpace(cursor);
            case "PUTSCRIPT" -> putScript(cursor);
            case "LISTSCRIPTS" -> ended(cursor, new SieveCommand.ListScripts());
            case "SETACTIVE" -> ended(cursor, new SieveCommand.SetActive(name(cursor)));
            case "GETSCRIPT" -> ended(cursor, new SieveCommand.GetScript(name(cursor)));
            case "DELETESCRIPT" -> ended(cursor, new SieveCommand.DeleteScript(name(cursor)));
            case "RENAMESCRIPT" -> ended(cursor, new SieveCommand.RenameScript(name(cursor), name(cursor)));
            case "CHECKSCRIPT" -> ended(cursor, new SieveCommand.CheckScript(script(cursor)));
            case "NOOP" -> noop(cursor);
            case "UNAUTHENTICATE" -> ended(cursor, new SieveCommand.Unauthenticate());
            default -> throw new Syntax("There is no such command");
        };
    }

    /** The command is made first: arguments are read in their order. */
    private static SieveCommand ended(Cursor cursor, SieveCommand command) throws Syntax {
        cursor.end();
        return command;
    }

    private static SieveCommand authenticate(Cursor cursor) throws Syntax {
        var mechanism = name(cursor).toUpperCase(Locale.ROOT);
        if (!cursor.hasMore()) return ended(cursor, new SieveCommand.Authenticate(mechanism, Optional.empty()));
        cursor.space();
        return ended(cursor, new SieveCommand.Authenticate(mechanism, Optional.of(SaslAnswer.of(cursor.string()))));
    }

    private static SieveCommand haveSpace(Cursor cursor) throws Syntax {
        var name = name(cursor);
        cursor.space();
        return ended(cursor, new SieveCommand.HaveSpace(name, cursor.number()));
    }

    private static SieveCommand putScript(Cursor cursor) throws Syntax {
        return ended(cursor, new SieveCommand.PutScript(name(cursor), script(cursor)));
    }

    private static SieveCommand noop(Cursor cursor) throws Syntax {
        if (!cursor.hasMore()) return ended(cursor, new SieveCommand.Noop(Optional.empty()));
        var tag = name(cursor);
        if (tag.length() > TAG_MAX) throw new Syntax("A shorter string expected");
        return ended(cursor, new SieveCommand.Noop(Optional.of(tag)));
    }

    private static String name(Cursor cursor) throws Syntax {
        cursor.space();
        return cursor.text();
    }

    private static Bytes script(Cursor cursor) throws Syntax {
        cursor.space();
        return Bytes.wrap(cursor.string());
    }
}
