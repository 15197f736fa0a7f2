package sigillo.imap;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flag or keyword: RFC 9051 section 2.3.2. System flags have one spelling here, keywords that of the client; all are
 * compared without regard to case.
 */
public record Flag(String name) {
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag SEEN = new Flag("\\Seen");
    /** RFC 3501 section 2.3.2: told, never set. */
    public static final Flag RECENT = new Flag("\\Recent");
    public static final Flag DRAFT = new Flag("\\Draft");

    private static final Map<String, Flag> SYSTEM =
        Map.of("ANSWERED", ANSWERED, "FLAGGED", FLAGGED, "DELETED", DELETED, "SEEN", SEEN, "DRAFT", DRAFT);

    public boolean isSystem() { return name.startsWith("\\"); }

    /** Flags in brackets. */
    static Set<Flag> list(Cursor in) throws Syntax { return known(in.list(GrammarLimits.FLAGS_MAX, Flag::parse)); }

    /** RFC 9051 section 9's store-att-flags: the brackets may be missing. */
    static Set<Flag> listOrRest(Cursor in) throws Syntax {
        return in.isAt('(') ? list(in) : known(in.rest(GrammarLimits.FLAGS_MAX, Flag::parse));
    }

    private static Set<Flag> known(Iterable<Optional<Flag>> parsed) {
        var flags = new LinkedHashSet<Flag>();
        for (var flag : parsed) flag.ifPresent(flags::add);
        return flags;
    }

    /** Empty for \Recent, which RFC 3501 section 2.3.2 lets no client set; old ones send it back to us in APPEND. */
    private static Optional<Flag> parse(Cursor in) throws Syntax {
        if (!in.skip('\\')) return Optional.of(new Flag(in.atom()));
        var name = in.atom().toUpperCase(Locale.ROOT);
        if (name.equals("RECENT")) return Optional.empty();
        var flag = SYSTEM.get(name);
        if (flag == null) throw new Syntax("There is no flag \\" + name);
        return Optional.of(flag);
    }
}
