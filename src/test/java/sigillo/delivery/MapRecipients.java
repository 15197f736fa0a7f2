package sigillo.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Recipients;

/** Recipients that a test writes down: everything at {@code home.example} that is not named is unknown. */
public final class MapRecipients implements Recipients {
    public static final Domain HOME = Domain.of("home.example");
    private final Map<String, Resolved> known = new HashMap<>();

    /** The account is named like the local part. */
    public MapRecipients account(String name) {
        known.put(name + "@home.example", local(name));
        return this;
    }

    /** Targets with an {@code @} are elsewhere, others accounts. */
    public MapRecipients alias(String name, String... targets) {
        var resolved = List.of(targets).stream().map(t -> t.contains("@") ? new Resolved.Elsewhere(Address.of(t)) : local(t)).toList();
        known.put(name + "@home.example", resolved.size() == 1 ? resolved.getFirst() : new Resolved.Several(resolved));
        return this;
    }

    public MapRecipients disabled(String name) {
        known.put(name + "@home.example", new Resolved.Disabled());
        return this;
    }

    public MapRecipients remove(String name) {
        known.remove(name + "@home.example");
        return this;
    }

    @Override public Resolved resolve(Address address) {
        if (!isLocal(address.domain())) return new Resolved.NotLocal();
        var key = address.lookupKey();
        int plus = key.indexOf('+');
        var whole = known.get(key);
        if (whole == null && plus > 0) whole = known.get(key.substring(0, plus) + "@home.example");
        return whole == null ? new Resolved.Unknown() : whole;
    }

    @Override public boolean isLocal(Domain domain) { return domain.equals(HOME); }

    private static Resolved local(String name) {
        return new Resolved.Local(new AccountId(name), Address.of(name + "@home.example"), "");
    }
}
