package sigillo.jmapd;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.rules.Rules;
import sigillo.sieve.ScriptError;
import sigillo.sieve.Scripts;
import sigillo.sieve.Sieve;
import sigillo.sieve.SieveLimits;

/** Whether a text is a script that this server runs: RFC 9661 sections 2.3 and 2.5. Few at a time. Any thread. */
final class ScriptCheck {
    /** What a script includes is read and compiled with it: as much as a script may have. In octets. */
    private static final int COMPILED_OCTETS = SieveLimits.SCRIPT_OCTETS_MAX;

    private final Rules rules;
    private final Semaphore compiling = new Semaphore(DoorLimits.PARSED_AT_ONCE, true);

    ScriptCheck(Rules rules) { this.rules = rules; }

    /** Of a blob; as long as a script may be. */
    static byte[] octets(Call call, String blob) throws SetError, MethodError, IOException {
        var found = call.blob(call.resolved(blob)).orElse(null);
        if (found == null) throw SetError.blobNotFound(blob);
        call.budget().read(found.encodedLength());
        var octets = Blobs.stream(found);
        if (octets.length() > SieveLimits.SCRIPT_OCTETS_MAX) throw SetError.of("tooLarge", "A script has at most "
            + SieveLimits.SCRIPT_OCTETS_MAX + " octets");
        var all = new byte[(int) octets.length()];
        octets.readFully(0, all);
        return all;
    }

    /** {@code name}: under which it is to be kept, so that one that includes itself is seen. */
    void check(Call call, Optional<String> name, byte[] script) throws SetError, MethodError {
        call.budget().read(COMPILED_OCTETS);
        var account = call.caller().account().id();
        try {
            boolean isFree = compiling.tryAcquire(DoorLimits.REQUEST_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (!isFree) throw SetError.of("rateLimit", "Too much is asked at once");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SetError.of("rateLimit", "The server stops");
        }
        try {
            if (Sieve.compile(script, with(account, name, script)) instanceof Sieve.Compiled.Bad(var errors)) {
                throw SetError.of("invalidSieve", errors.stream().map(ScriptError::toString)
                    .collect(Collectors.joining("\n")));
            }
        } finally {
            compiling.release();
        }
    }

    private Scripts with(AccountId account, Optional<String> name, byte[] script) {
        var all = rules.includedOf(account);
        return new Scripts() {
            @Override public Optional<byte[]> personal(String other) {
                return name.filter(other::equals).isPresent() ? Optional.of(script) : all.personal(other);
            }

            @Override public Optional<byte[]> global(String other) { return all.global(other); }
        };
    }
}
