package sigillo.jmapd;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sigillo.account.Account;
import sigillo.account.Touched;
import sigillo.base.Sha256;
import sigillo.jmap.JsonText;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has changed since a client was told last: RFC 8620 section 7.1. How far it was told is a text that it gives back
 * when it comes again: the account's revision, and a hash of the states that are not the account's. One thread.
 */
final class StateWatch {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:-([0-9a-f]{16}))?");
    private static final int HASH_OCTETS = 8;

    private final Account account;
    private final StateTypes known;
    private final Set<String> types;
    private long revision;
    private String others; // hashed
    private Map<String, String> told; // of the others

    private StateWatch(Account account, StateTypes known, Set<String> types, long revision, String others,
            Map<String, String> told) {
        this.account = account;
        this.known = known;
        this.types = types;
        this.revision = revision;
        this.others = others;
        this.told = told;
    }

    /** {@code heard}: what the client knows by its own account; what is none of ours, or none, is what is so now. */
    static StateWatch of(Account account, StateTypes known, Set<String> types, Optional<String> heard) {
        var now = others(account, known, types);
        var form = FORM.matcher(heard.orElse(""));
        if (!form.matches()) return new StateWatch(account, known, types, account.revision(), hash(now), now);
        long revision = Long.parseLong(form.group(1));
        boolean isSame = form.group(2) == null ? now.isEmpty() : form.group(2).equals(hash(now));
        return new StateWatch(account, known, types, revision, isSame ? hash(now) : "", isSame ? now : Map.of());
    }

    /** As it stands: it may look, and this one looks again. */
    StateWatch copy() { return new StateWatch(account, known, types, revision, others, told); }

    /** {@code position}: how far this tells. */
    record Change(Map<String, String> states, String position) {
        /** RFC 8620 section 7.1. */
        ObjectNode json(String accountId) {
            var change = JsonText.object().put("@type", "StateChange");
            var changed = change.putObject("changed").putObject(accountId);
            states.forEach(changed::put);
            return change;
        }
    }

    /** Since the last time that there was something. */
    Optional<Change> look() {
        long now = account.revision();
        var current = others(account, known, types);
        var hash = hash(current);
        if (now == revision && hash.equals(others)) return Optional.empty();
        var states = new LinkedHashMap<String, String>();
        for (var type : types) {
            touched(type, now).ifPresent(at -> states.put(type, at.toString()));
            var other = current.get(type);
            if (other != null && !other.equals(told.get(type))) states.put(type, other);
        }
        if (types.contains(StateTypes.DELIVERY)) delivered(now).ifPresent(at -> states.put(StateTypes.DELIVERY, at));
        revision = now;
        others = hash;
        told = current;
        return states.isEmpty() ? Optional.empty() : Optional.of(new Change(states, position()));
    }

    /** Of a type whose state is a revision, where it is another. */
    private Optional<State> touched(String type, long now) {
        if (now == revision) return Optional.empty();
        var one = StateType.of(type);
        return now < revision ? one.map(of -> of.at(account, now)) : one.flatMap(of -> of.since(account, revision, now));
    }

    String position() { return revision + (told.isEmpty() ? "" : "-" + others); }

    /** The last commit since then by which an Email came; what is not known any more, or too much, counts as one. */
    private Optional<String> delivered(long now) {
        if (now == revision) return Optional.empty();
        long[] last = {0};
        int[] read = {0};
        boolean isKnown = revision < now && account.touched(revision, now, touched -> {
            if (touched.kind() == Touched.Kind.EMAIL_CREATED) last[0] = touched.revision();
            return ++read[0] <= DoorLimits.DELIVERY_CHANGES_MAX;
        });
        long at = isKnown && read[0] <= DoorLimits.DELIVERY_CHANGES_MAX ? last[0] : now;
        return at == 0 ? Optional.empty() : Optional.of(State.of(at).toString());
    }

    /** Whether anything was committed to the account since. */
    boolean hasMoved() { return account.revision() != revision; }

    /** Whether there is what may change without a commit to the account. */
    boolean hasOthers() { return types.stream().anyMatch(known.others()::containsKey); }

    private static Map<String, String> others(Account account, StateTypes known, Set<String> types) {
        var all = new TreeMap<String, String>();
        known.others().forEach((type, state) -> {
            if (types.contains(type)) all.put(type, state.apply(account));
        });
        return all;
    }

    private static String hash(Map<String, String> states) {
        return HexFormat.of().formatHex(Sha256.of(states.toString().getBytes(StandardCharsets.UTF_8)), 0, HASH_OCTETS);
    }
}
