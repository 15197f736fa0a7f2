package sigillo.delivery;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Sha256;
import sigillo.sieve.Script;
import sigillo.sieve.Scripts;
import sigillo.sieve.Sieve;

/**
 * The active scripts of the accounts that had mail last, compiled. One counts as long as it and all that it includes read as
 * they did; that is looked at each time, so nothing that anybody changes is missed. What is held is given back when memory is
 * short. Any thread.
 */
final class CompiledRules {
    /** Mostly of some kilobytes; one as large as any may be has megabytes. */
    static final int HELD_MAX = 64;

    private record Held(byte[] hash, Map<String, Optional<byte[]>> included, SoftReference<Script> script) {}

    private final Map<AccountId, Held> held = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override protected boolean removeEldestEntry(Map.Entry<AccountId, Held> eldest) { return size() > HELD_MAX; }
    };

    /** As {@link Sieve#compile}. */
    Sieve.Compiled compile(AccountId account, byte[] octets, Scripts scripts) {
        var hash = Sha256.of(octets);
        var known = known(account, hash, scripts);
        if (known.isPresent()) return new Sieve.Compiled.Ok(known.get());
        var noted = new Noted(scripts);
        var compiled = Sieve.compile(octets, noted);
        if (compiled instanceof Sieve.Compiled.Ok(var script)) {
            synchronized (held) {
                held.put(account, new Held(hash, noted.included, new SoftReference<>(script)));
            }
        }
        return compiled;
    }

    private Optional<Script> known(AccountId account, byte[] hash, Scripts scripts) {
        Held one;
        synchronized (held) {
            one = held.get(account);
        }
        if (one == null || !Arrays.equals(one.hash, hash)) return Optional.empty();
        boolean isAsItWas = one.included.entrySet().stream().allMatch(entry -> isSame(entry.getValue(), hash(scripts.personal(entry.getKey()))));
        return isAsItWas ? Optional.ofNullable(one.script.get()) : Optional.empty();
    }

    private static Optional<byte[]> hash(Optional<byte[]> octets) { return octets.map(Sha256::of); }

    private static boolean isSame(Optional<byte[]> one, Optional<byte[]> other) {
        return Arrays.equals(one.orElse(null), other.orElse(null));
    }

    /** What a script includes, and what it would if it were there. */
    private static final class Noted implements Scripts {
        private final Scripts scripts;
        private final Map<String, Optional<byte[]>> included = new LinkedHashMap<>();

        Noted(Scripts scripts) { this.scripts = scripts; }

        @Override public Optional<byte[]> personal(String name) {
            var found = scripts.personal(name);
            included.put(name, hash(found));
            return found;
        }

        @Override public Optional<byte[]> global(String name) { return scripts.global(name); }
    }
}
