package sigillo.imap;

import java.util.List;
import java.util.Optional;

/**
 * RFC 5464 section 4.2. {@code mailbox}: empty for the server. {@code octetsMax}: values that are longer are left out.
 * Entries as the client wrote them.
 */
public record GetMetadataCommand(String mailbox, List<String> entries, Depth depth, Optional<Long> octetsMax)
        implements ImapCommand.AfterLogin {
    public GetMetadataCommand { entries = List.copyOf(entries); }

    /** What is told beside an entry: nothing, what is one level below it, all that is below it. */
    public enum Depth { ZERO, ONE, INFINITY }

    static GetMetadataCommand parse(Cursor in) throws Syntax {
        in.sp();
        var options = new Options();
        if (in.isAt('(')) options.readAll(in);
        var mailbox = in.mailbox();
        in.sp();
        // The grammar has options before the mailbox, the examples behind it: RFC 5464 sections 5 and 4.2.1
        if (in.isAt("(MAXSIZE ") || in.isAt("(DEPTH ")) options.readAll(in);
        var entries = in.isAt('(') ? in.nonEmptyList(GrammarLimits.ENTRIES_MAX, Cursor::astring)
            : in.rest(GrammarLimits.ENTRIES_MAX, Cursor::astring); // RFC 5464 section 4.4.1's examples have no brackets
        return new GetMetadataCommand(mailbox, entries, options.depth, options.octetsMax);
    }

    private static final class Options {
        private Depth depth = Depth.ZERO;
        private Optional<Long> octetsMax = Optional.empty();

        void readAll(Cursor in) throws Syntax {
            in.nonEmptyList(GrammarLimits.WORDS_MAX, this::read);
            in.sp();
        }

        private boolean read(Cursor in) throws Syntax {
            switch (in.word()) {
                case "MAXSIZE" -> {
                    in.sp();
                    octetsMax = Optional.of(in.number());
                }
                case "DEPTH" -> {
                    in.sp();
                    depth = depth(in);
                }
                default -> throw new Syntax("Unknown option of GETMETADATA");
            }
            return true;
        }

        private static Depth depth(Cursor in) throws Syntax {
            return switch (in.word()) {
                case "0" -> Depth.ZERO;
                case "1" -> Depth.ONE;
                case "INFINITY" -> Depth.INFINITY;
                default -> throw new Syntax("Depth is 0, 1 or infinity");
            };
        }
    }
}
