package sigillo.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * LIST and LSUB: RFC 9051 section 6.3.9, RFC 5258, RFC 5819 (STATUS), RFC 6154 (SPECIAL-USE), RFC 3501 section 6.3.9
 * (LSUB). {@code extended} when the client used what only an extended LIST has. Patterns that can be no name's are left
 * out, and all of them with such a reference: nothing matches them (RFC 9051 section 6.3.9).
 */
public record ListCommand(boolean lsub, boolean extended, Set<Select> select, String reference, List<String> patterns,
                          Set<Return> returns, List<StatusCommand.Item> status) implements ImapCommand.AfterLogin {
    public ListCommand {
        select = Set.copyOf(select);
        patterns = List.copyOf(patterns);
        returns = Set.copyOf(returns);
        status = List.copyOf(status);
    }

    public enum Select { SUBSCRIBED, REMOTE, RECURSIVEMATCH, SPECIAL_USE }

    public enum Return { SUBSCRIBED, CHILDREN, SPECIAL_USE, STATUS }

    static ListCommand parse(Cursor in) throws Syntax {
        in.sp();
        var select = EnumSet.noneOf(Select.class);
        boolean extended = in.isAt('(');
        if (extended) {
            select.addAll(in.list(GrammarLimits.WORDS_MAX, ListCommand::selectOption));
            in.sp();
        }
        // RFC 5258 section 3.1: it modifies another option, of which REMOTE is none
        if (select.contains(Select.RECURSIVEMATCH) && !select.contains(Select.SUBSCRIBED)
            && !select.contains(Select.SPECIAL_USE)) {
            throw new Syntax("RECURSIVEMATCH needs an option to modify");
        }
        var reference = in.listReference();
        in.sp();
        extended |= in.isAt('(');
        var patterns = patterns(reference, in.isAt('(')
            ? in.nonEmptyList(GrammarLimits.LIST_PATTERNS_MAX, Cursor::listMailbox) : List.of(in.listMailbox()));
        if (patterns.stream().mapToInt(String::length).sum() > GrammarLimits.LIST_PATTERN_CHARACTERS_MAX) {
            throw new Syntax("Patterns are too long");
        }
        var returns = EnumSet.noneOf(Return.class);
        var status = new ArrayList<StatusCommand.Item>();
        if (in.skip(' ')) {
            extended = true;
            if (!in.skipWord("RETURN ")) throw in.wrong("RETURN");
            returns.addAll(in.list(GrammarLimits.WORDS_MAX, option -> returnOption(option, status)));
        }
        return new ListCommand(false, extended, select, reference.orElse(""), patterns, returns, status);
    }

    private static List<String> patterns(Optional<String> reference, List<Optional<String>> patterns) {
        return reference.isEmpty() ? List.of() : patterns.stream().flatMap(Optional::stream).toList();
    }

    static ListCommand parseLsub(Cursor in) throws Syntax {
        in.sp();
        var reference = in.listReference();
        in.sp();
        var patterns = patterns(reference, List.of(in.listMailbox()));
        boolean isTooLong = patterns.stream().anyMatch(p -> p.length() > GrammarLimits.LIST_PATTERN_CHARACTERS_MAX);
        if (isTooLong) throw new Syntax("Pattern is too long");
        return new ListCommand(true, false, Set.of(), reference.orElse(""), patterns, Set.of(), List.of());
    }

    private static Select selectOption(Cursor in) throws Syntax {
        return switch (in.word()) {
            case "SUBSCRIBED" -> Select.SUBSCRIBED;
            case "REMOTE" -> Select.REMOTE;
            case "RECURSIVEMATCH" -> Select.RECURSIVEMATCH;
            case "SPECIAL-USE" -> Select.SPECIAL_USE;
            default -> throw new Syntax("Unknown selection option of LIST");
        };
    }

    private static Return returnOption(Cursor in, List<StatusCommand.Item> status) throws Syntax {
        return switch (in.word()) {
            case "SUBSCRIBED" -> Return.SUBSCRIBED;
            case "CHILDREN" -> Return.CHILDREN;
            case "SPECIAL-USE" -> Return.SPECIAL_USE;
            case "STATUS" -> {
                in.sp();
                status.clear();
                status.addAll(StatusCommand.items(in));
                yield Return.STATUS;
            }
            default -> throw new Syntax("Unknown return option of LIST");
        };
    }
}
