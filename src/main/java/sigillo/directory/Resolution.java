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
 * its detail, postmaster and abuse, the catch-all. It ends because an alias is followed once and to a depth. A name that
 * was somebody's is never the catch-all's.
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
    private boolean isClosed;
    private boolean isCaught;
    private final Writer writer;
    private final boolean isSpeaking;

    Resolution(Register register, DirectorySettings settings) { this(register, settings, Writer.WHOEVER, false); }

    /** {@code isSpeaking}: only by aliases whose members may write under them. */
    Resolution(Register register, DirectorySettings settings, Writer writer, boolean isSpeaking) {
        this.register = register;
        this.settings = settings;
        this.writer = writer;
        this.isSpeaking = isSpeaking;
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

    /** True when the walk came to a catch-all. */
    boolean isCaught() { return isCaught; }

    private Resolved answer() {
        var found = List.copyOf(targets.values());
        if (found.isEmpty() && isClosed) return new Resolved.Closed();
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
        else if (!wasSomebodys(address) && !wasSomebodys(split.base())) {
            followCatchAll(new AliasRecord.Name.CatchAll(address.domain()), inner, depth);
        }
    }

    private boolean wasSomebodys(Address address) {
        register.requireWhole(Rows.gone(address));
        return register.gone(address).isPresent();
    }

    private void followCatchAll(AliasRecord.Name name, String detail, int depth) {
        register.requireWhole(Rows.alias(name));
        register.alias(name).ifPresent(alias -> {
            isCaught = true;
            follow(alias, detail, depth);
        });
    }

    private boolean found(Address address, String detail, int depth) {
        register.requireWhole(Rows.account(address));
        register.requireWhole(Rows.alias(new AliasRecord.Name.Of(address)));
        register.requireWhole(Rows.masked(address));
        var account = register.account(address);
        account.ifPresent(record -> add(record, detail));
        if (account.isPresent()) return true;
        var alias = register.alias(new AliasRecord.Name.Of(address));
        alias.ifPresent(record -> follow(record, detail, depth));
        if (alias.isPresent()) return true;
        var masked = register.masked(address);
        masked.ifPresent(record -> add(record, detail));
        return masked.isPresent();
    }

    private void follow(AliasRecord alias, String detail, int depth) {
        if (isSpeaking && !alias.membersSpeak()) return;
        if (!lets(alias)) {
            isClosed = true;
            return;
        }
        if (left.contains(alias) || left.size() >= DirectoryLimits.ALIASES_FOLLOWED_MAX) return;
        if (depth >= DirectoryLimits.ALIAS_DEPTH_MAX || !entered.add(alias)) {
            looped = true;
            return;
        }
        for (var target : alias.targets()) follow(target, detail, depth + 1);
        left.add(alias);
    }

    private boolean lets(AliasRecord alias) {
        if (writer.isTrusted()) return true;
        return switch (alias.writers()) {
            case ANYONE -> true;
            case DOMAIN -> writer.author().filter(author -> author.domain().equals(alias.name().domain())).isPresent();
            case MEMBERS -> writer.author().filter(author -> isMember(alias, author)).isPresent();
        };
    }

    /** An address that is of several people is a member's only where the alias names it. */
    private boolean isMember(AliasRecord alias, Address author) {
        var key = author.lookupKey();
        if (alias.targets().stream().anyMatch(target -> target.lookupKey().equals(key))) return true;
        var walk = new Resolution(register, settings);
        walk.follow(alias, "", 0);
        if (!register.has(author.domain())) {
            return walk.targets.values().stream()
                .anyMatch(one -> one instanceof Resolved.Elsewhere(var address) && address.lookupKey().equals(key));
        }
        return new Resolution(register, settings).of(author) instanceof Resolved.Local(var account, _, _)
            && walk.targets.containsKey(account);
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

    private void add(MaskedRecord masked, String detail) {
        if (masked.paused()) someoneIsDisabled = true;
        else register.account(masked.account()).ifPresent(account -> add(account, detail));
    }

    private boolean isAlways(Address address) {
        var name = address.unquotedLocalPart().toLowerCase(Locale.ROOT);
        return ALWAYS.contains(name) || name.equals(NOTIFIER) && address.domain().equals(settings.hostname());
    }
}
