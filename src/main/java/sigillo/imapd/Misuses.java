package sigillo.imapd;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sigillo.account.AccountId;

/**
 * Which programs of which accounts have used an extension wrongly that they had switched on: it is not offered to them the next
 * time, so that they do without it instead of failing. A program is what it says by ID of its name and version, so a newer one
 * is tried again; who says nothing is not told apart from others, and keeps all. In memory only, {@value #PROGRAMS_MAX} of them: what
 * was noted longest ago goes first. Any thread.
 */
final class Misuses {
    private static final int PROGRAMS_MAX = 1_000;
    /** Of one account: else a single one could make all others be forgotten. */
    private static final int OF_ACCOUNT_MAX = 20;

    private record Program(AccountId account, String name) {}

    private final Map<Program, EnumSet<Extension>> noted = new LinkedHashMap<>();

    synchronized void note(AccountId account, String program, Extension extension) {
        if (program.isEmpty()) return;
        var who = new Program(account, program);
        if (!noted.containsKey(who)) {
            if (noted.keySet().stream().filter(other -> other.account.equals(account)).count() >= OF_ACCOUNT_MAX) return;
            if (noted.size() == PROGRAMS_MAX) noted.remove(noted.keySet().iterator().next());
        }
        noted.computeIfAbsent(who, _ -> EnumSet.noneOf(Extension.class)).add(extension);
    }

    synchronized Set<Extension> of(AccountId account, String program) {
        var extensions = noted.get(new Program(account, program));
        return extensions == null ? Set.of() : EnumSet.copyOf(extensions);
    }
}
