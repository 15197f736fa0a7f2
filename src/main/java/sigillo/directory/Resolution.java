package sigillo.directory;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Recipients.Resolved;

/**
 * One walk from an address to where its mail goes. What is more exact wins: the address as written, the address without
 * its detail, postmaster and abuse, the catch-all. It ends because an alias is followed once and to a depth.
 */
final class Resolution {
    /** RFC 5321 section 4.5.1 and RFC 2142 section 4: these two reach a person in every domain. */
    private static final Set<String> ALWAYS = Set.of("postmaster", "abuse");
    /** At our host name: whoever answers a notification of ours reaches a person. */
    private static final String NOTIFIER = "mailer-daemon";

    private final Register register;
    private final DirectorySettings settings;
    /** By account, or by the address elsewhere: two ways to the same place are one. */
    private final Map<Record, Resolved> targets = new LinkedHashMap<>();
    private final Set<AliasRecord> entered = new HashSet<>();
    private final Set<AliasRecord> left = new HashSet<>();
    private boolean postmasterAsked;
    private boolean someoneIsDisabled;
    private boolean looped;

    Resolution(Register register, DirectorySettings settings) {
        this.register = register;
        this.settings = settings;
    }

    Resolved of(Address address) {
        boolean always = isAlways(address);
        if (register.has(address.domain())) follow(address, "", 0);
        else if (!always || !address.domain().equals(settings.hostname())) return new Resolved.NotLocal();
        if (targets.isEmpty() && always) followPostmaster(address.domain(), 0);
        return answer();
    }

    /** True when the walk came to an alias again that it was still following, or too deep. */
    boolean looped() { return looped; }

    /** True when the walk went through the alias that is found under this key. */
    boolean followed(String lookupKey) {
        return entered.stream().anyMatch(alias -> alias.name().lookupKey().equals(lookupKey));
    }

    private Resolved answer() {
        var found = List.copyOf(targets.values());
        if (found.isEmpty()) return someoneIsDisabled ? new Resolved.Disabled() : new Resolved.Unknown();
        return found.size() == 1 ? found.getFirst() : new Resolved.Several(found);
    }

    /** {@code detail}: what the address had that led here; a detail that an alias wrote for its target goes before it. */
    private void follow(Address address, String detail, int depth) {
        if (targets.size() >= DirectoryLimits.ALIAS_TARGETS_MAX) return;
        if (!register.has(address.domain())) {
            targets.putIfAbsent(address, new Resolved.Elsewhere(address));
            return;
        }
        if (found(address, detail, depth)) return;
        var split = Detail.split(address, settings.separator());
        var inner = split.detail().isEmpty() ? detail : split.detail();
        if (!split.base().equals(address) && found(split.base(), inner, depth)) return;
        if (isAlways(split.base())) followPostmaster(address.domain(), depth);
        else followCatchAll(new AliasRecord.Name.CatchAll(address.domain()), inner, depth);
    }

    private void followCatchAll(AliasRecord.Name name, String detail, int depth) {
        register.requireWhole(Rows.alias(name));
        register.alias(name).ifPresent(alias -> follow(alias, detail, depth));
    }

    private boolean found(Address address, String detail, int depth) {
        register.requireWhole(Rows.account(address));
        register.requireWhole(Rows.alias(new AliasRecord.Name.Of(address)));
        var account = register.account(address);
        account.ifPresent(record -> add(record, detail));
        if (account.isPresent()) return true;
        var alias = register.alias(new AliasRecord.Name.Of(address));
        alias.ifPresent(record -> follow(record, detail, depth));
        return alias.isPresent();
    }

    private void follow(AliasRecord alias, String detail, int depth) {
        if (left.contains(alias) || left.size() >= DirectoryLimits.ALIASES_FOLLOWED_MAX) return;
        if (depth >= DirectoryLimits.ALIAS_DEPTH_MAX || !entered.add(alias)) {
            looped = true;
            return;
        }
        for (var target : alias.targets()) follow(target, detail, depth + 1);
        left.add(alias);
    }

    private void followPostmaster(Domain domain, int depth) {
        if (!postmasterAsked) {
            postmasterAsked = true;
            settings.postmaster().ifPresent(postmaster -> follow(postmaster, "", depth + 1));
        }
        if (targets.isEmpty()) register.first(domain).ifPresent(account -> add(account, ""));
    }

    private void add(AccountRecord account, String detail) {
        if (account.disabled()) someoneIsDisabled = true;
        else targets.putIfAbsent(account.id(), new Resolved.Local(account.id(), account.address(), detail));
    }

    private boolean isAlways(Address address) {
        var name = address.unquotedLocalPart().toLowerCase(Locale.ROOT);
        return ALWAYS.contains(name) || name.equals(NOTIFIER) && address.domain().equals(settings.hostname());
    }
}
