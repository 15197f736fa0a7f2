package sigillo.sieved;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.managesieve.SieveReply;
import sigillo.managesieve.SieveReply.Code;
import sigillo.managesieve.SieveWriter;
import sigillo.rules.Listing;
import sigillo.rules.Rules;
import sigillo.sieve.Script;
import sigillo.sieve.ScriptError;
import sigillo.sieve.Scripts;
import sigillo.sieve.Sieve;
import sigillo.sieve.SieveLimits;

/** What is done to the scripts of one account: RFC 5804 sections 2.5 to 2.12. What it gives is the end of the response. */
final class OwnScripts {
    private final SieveDoor door;
    private final AccountId account;
    private final SieveWriter out;

    OwnScripts(SieveDoor door, AccountId account, SieveWriter out) {
        this.door = door;
        this.account = account;
        this.out = out;
    }

    /** RFC 5804 section 2.5 */
    SieveReply haveSpace(String name, long size) {
        if (size > SieveLimits.SCRIPT_OCTETS_MAX) return Replies.TOO_LARGE;
        return kept(door.rules().wouldKeep(account, name));
    }

    /** RFC 5804 section 2.6: what has errors is not kept. */
    SieveReply put(String name, byte[] script) {
        var room = haveSpace(name, script.length);
        if (room != Replies.DONE) return room;
        var checked = check(script, with(name, script));
        if (checked.status() != SieveReply.Status.OK) return checked;
        var kept = kept(door.rules().put(account, name, script));
        return kept == Replies.DONE ? checked : kept;
    }

    /** RFC 5804 section 2.12: nothing is kept. */
    SieveReply check(byte[] script) { return check(script, door.rules().includedOf(account)); }

    /** As they will be: so one that includes itself by another is told of. */
    private Scripts with(String name, byte[] script) {
        var all = door.rules().includedOf(account);
        return new Scripts() {
            @Override public Optional<byte[]> personal(String other) { return other.equals(name) ? Optional.of(script) : all.personal(other); }

            @Override public Optional<byte[]> global(String other) { return all.global(other); }
        };
    }

    private SieveReply check(byte[] script, Scripts included) {
        try {
            if (!door.compiling().tryAcquire(door.limits().compileWait().toMillis(), TimeUnit.MILLISECONDS)) return Replies.BUSY;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Replies.BUSY;
        }
        try {
            return switch (Sieve.compile(script, included)) {
                case Sieve.Compiled.Ok(var checked) -> warned(checked);
                case Sieve.Compiled.Bad(var errors) -> SieveReply.no(text(errors));
            };
        } finally {
            door.compiling().release();
        }
    }

    /** RFC 5804 section 1.3: what is no error, and not what its owner wants. A folder may still come, or be made by another script. */
    private SieveReply warned(Script script) {
        var missing = script.folders().stream().filter(folder -> !door.folders().test(account, folder.name())).map(folder -> folder.place()
            + ": there is no folder '" + folder.name() + "' now; until there is, such mail stays in the inbox").toList();
        return missing.isEmpty() ? Replies.DONE : SieveReply.ok(Code.WARNINGS, String.join("\r\n", missing));
    }

    /** RFC 5804 section 2.6: with the numbers of their lines. */
    private static String text(List<ScriptError> errors) {
        return errors.stream().map(ScriptError::toString).collect(Collectors.joining("\r\n"));
    }

    /** RFC 5804 section 2.7 */
    SieveReply list() throws IOException {
        var all = door.rules().listing(account).scripts();
        for (var one : all.stream().sorted(Comparator.comparing(Listing.Entry::name)).toList()) out.listed(one.name(), one.isActive());
        return Replies.DONE;
    }

    /** RFC 5804 section 2.8: none, for an empty name. */
    SieveReply activate(String name) {
        return kept(door.rules().activate(account, name.isEmpty() ? Optional.empty() : Optional.of(name)));
    }

    /** RFC 5804 section 2.9 */
    SieveReply get(String name) throws IOException {
        var found = door.rules().script(account, name);
        if (found.isEmpty()) return Replies.NO_SCRIPT;
        out.script(found.get().octets());
        return Replies.DONE;
    }

    /** RFC 5804 section 2.10 */
    SieveReply delete(String name) { return kept(door.rules().delete(account, name)); }

    /** RFC 5804 section 2.11 */
    SieveReply rename(String from, String to) { return kept(door.rules().rename(account, from, to)); }

    private static SieveReply kept(Rules.Kept kept) {
        return switch (kept) {
            case DONE -> Replies.DONE;
            case TOO_MANY -> Replies.TOO_MANY;
            case TOO_LARGE -> Replies.TOO_LARGE;
            case BAD_NAME -> Replies.BAD_NAME;
            case NO_SUCH_SCRIPT -> Replies.NO_SCRIPT;
            case IS_ACTIVE -> Replies.IS_ACTIVE;
            case EXISTS -> Replies.SCRIPT_EXISTS;
        };
    }
}
