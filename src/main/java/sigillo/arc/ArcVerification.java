package sigillo.arc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sigillo.dkim.Algorithm;
import sigillo.dkim.KeyLookup;
import sigillo.dkim.SignatureCheck;
import sigillo.dns.Lookup;

/**
 * The signatures of a chain, by the keys that they need: each key is fetched once, shows what is signed by it, and is let
 * go, so that a chain of any length asks no more than it has keys and holds no more than those that are just looked at.
 * RFC 8617 section 5.2. Any thread; several keys may be looked at side by side.
 */
public final class ArcVerification {
    /** What one key has signed is shown by that key alone. */
    public record Key(String name, Algorithm algorithm) {}

    /** {@code whose}: for people, in front of what is wrong with it. */
    record Signed(Key key, String whose, byte[] signature, byte[] digest) {}

    private record Numbered(int number, Signed signed) {}

    private final List<ArcOutcome.Link> links;
    private final Map<Key, List<Numbered>> byKey = new LinkedHashMap<>();
    /** By the number of what is wrong, the newest first. */
    private final Map<Integer, String> wrong = new TreeMap<>();
    private String unknown = "";
    private int shown;

    /** {@code signed}: in the order in which one that is wrong is told, the newest first. */
    ArcVerification(List<ArcOutcome.Link> links, List<Signed> signed) {
        this.links = links;
        for (var one : signed) {
            var ofKey = byKey.computeIfAbsent(one.key, _ -> new ArrayList<>());
            ofKey.add(new Numbered(byKey.values().stream().mapToInt(List::size).sum(), one));
        }
    }

    /** Of which each is to be looked at; that of the newest hop first. */
    public List<Key> keys() { return List.copyOf(byKey.keySet()); }

    /** Whether something is wrong already, so that no other key tells more. */
    public synchronized boolean isBroken() { return !wrong.isEmpty(); }

    /** Fetches a key and verifies what it signed; blocks as {@code dns} does. */
    public void look(Key key, Lookup dns) {
        var signed = byKey.get(key);
        switch (KeyLookup.of(key.name, key.algorithm, dns)) {
            case KeyLookup.Unknown(var why) -> note(why);
            case KeyLookup.Unusable(var why) -> note(signed.getFirst(), why);
            case KeyLookup.Keys(var keys) -> {
                for (var one : signed) {
                    boolean isRight = keys.stream().anyMatch(each ->
                        SignatureCheck.isRight(key.algorithm, each.key(), one.signed.signature, one.signed.digest));
                    if (!isRight) {
                        note(one, "it was changed");
                        return;
                    }
                }
                noteShown();
            }
        }
    }

    private synchronized void note(String why) { unknown = why; }

    private synchronized void note(Numbered one, String why) { wrong.put(one.number, one.signed.whose + why); }

    private synchronized void noteShown() { shown++; }

    /**
     * What came of it so far: what is wrong decides before what is not known, wherever in the chain it is. {@code late}:
     * why a key was not looked at.
     */
    public synchronized ArcOutcome outcome(String late) {
        if (!wrong.isEmpty()) return ArcOutcome.fail(wrong.values().iterator().next());
        if (shown < byKey.size()) return ArcOutcome.unknown(unknown.isEmpty() ? late : unknown);
        return new ArcOutcome(ArcOutcome.Status.PASS, links, "sealed by "
            + String.join(", ", links.stream().map(ArcOutcome.Link::sealer).toList()));
    }
}
