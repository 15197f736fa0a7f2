package sigillo.directory;

import java.util.Optional;
import java.util.function.Predicate;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Recipients.Resolved;

/** What may stand in the directory. Each rule answers why not, as a sentence for the operator, or nothing. */
final class EditRules {
    private final Register register;
    private final DirectorySettings settings;
    private final Predicate<Address> isHandled;

    EditRules(Register register, DirectorySettings settings, Predicate<Address> isHandled) {
        this.register = register;
        this.settings = settings;
        this.isHandled = isHandled;
    }

    Optional<String> whyNoDomain(Domain name) {
        if (name.isLiteral()) return Optional.of(name + " is an address literal, not a domain");
        if (register.has(name)) return Optional.of("the domain " + name + " is here already");
        return whyFull("domains", register.domains().size(), DirectoryLimits.DOMAINS_MAX);
    }

    Optional<String> whyDomainStays(Domain name) {
        if (!register.damaged().isEmpty()) return Optional.of("the directory is damaged (" + String.join(", ", register.damaged()) + ")");
        long accounts = register.accounts().stream().filter(account -> account.address().domain().equals(name)).count();
        long aliases = register.aliases().stream().filter(alias -> alias.name().domain().equals(name)).count();
        return accounts + aliases == 0 ? Optional.empty()
            : Optional.of(name + " still has " + accounts + " accounts and " + aliases + " aliases: remove those first");
    }

    Optional<String> whyNoAccount(Address address) {
        if (register.account(address).isPresent()) return Optional.of("the account " + address + " is here already");
        if (register.alias(new AliasRecord.Name.Of(address)).isPresent()) return Optional.of(address + " is an alias already");
        var masked = whyMasked(address);
        if (masked.isPresent()) return masked;
        return whyNotOurs(address.domain()).or(() -> whyTooLong(address, Rows.account(address)))
            .or(() -> whyFull("accounts", register.accounts().size(), DirectoryLimits.ACCOUNTS_MAX));
    }

    Optional<String> whyNoOwn(Address address) {
        if (register.has(address.domain())) return Optional.of(address.domain() + " is a domain of this server");
        return register.account(address).map(account -> "the account " + account.address() + " is here already");
    }

    /** Who was given a masked address counts on it that it is nobody else's, ever. */
    private Optional<String> whyMasked(Address address) {
        if (register.masked(address).isPresent()) return Optional.of(address + " is a masked address");
        if (isHandled.test(address)) return Optional.of(address + " is an address of a list");
        return register.gone(address).flatMap(GoneName::maskedOf)
            .map(_ -> address + " was a masked address: those are never given out again");
    }

    /** {@code fresh}: the address that it is to get. */
    Optional<String> whyNoMasked(AccountRecord account, Address fresh) {
        long of = register.masked().stream().filter(one -> one.account().equals(account.id())).count();
        long ever = of + register.gone().stream()
            .filter(one -> one.maskedOf().filter(account.id()::equals).isPresent()).count();
        return whyNoAccount(fresh)
            .or(() -> register.gone(fresh).map(_ -> fresh + " was somebody's"))
            .or(() -> whyFull("masked addresses of " + account.address(), of, DirectoryLimits.MASKED_MAX))
            .or(() -> whyFull("masked addresses that " + account.address() + " ever made", ever, DirectoryLimits.MASKED_MADE_MAX))
            .or(() -> whyFull("masked addresses", register.masked().size() + register.gone().size(), DirectoryLimits.MASKED_OF_ALL_MAX));
    }

    /** {@code alias}: as it is, without the target. */
    Optional<String> whyNoAlias(AliasRecord alias, Address target) {
        if (alias.name() instanceof AliasRecord.Name.Of(var address) && register.account(address).isPresent()) {
            return Optional.of(address + " is an account: mail to it goes there");
        }
        if (alias.name() instanceof AliasRecord.Name.Of(var address)) {
            var masked = whyMasked(address);
            if (masked.isPresent()) return masked;
        }
        if (alias.targets().contains(target)) return Optional.of("the alias " + alias.name() + " goes to " + target + " already");
        return whyNotOurs(alias.name().domain()).or(() -> whyTooLong(alias.name(), Rows.alias(alias.name())))
            .or(() -> whyFull("targets", alias.targets().size(), DirectoryLimits.ALIAS_TARGETS_MAX))
            .or(() -> whyFull("aliases", register.aliases().size(), DirectoryLimits.ALIASES_MAX))
            .or(() -> whyNoTarget(alias.name(), target));
    }

    private Optional<String> whyNoTarget(AliasRecord.Name name, Address target) {
        var walk = new Resolution(register, settings);
        if (walk.of(target) instanceof Resolved.Unknown) return Optional.of("nobody here has the address " + target);
        boolean back = walk.looped() || walk.followed(name.lookupKey()) || target.lookupKey().equals(name.lookupKey());
        return back ? Optional.of("mail to " + name + " would come back to it by way of " + target) : Optional.empty();
    }

    private Optional<String> whyNotOurs(Domain domain) {
        return register.has(domain) ? Optional.empty() : Optional.of(domain + " is not a domain of this server: add it first (domain add)");
    }

    private static Optional<String> whyTooLong(Object what, Bytes key) {
        return Rows.fits(key) ? Optional.empty() : Optional.of(what + " is too long");
    }

    private static Optional<String> whyFull(String what, long now, long max) {
        return now < max ? Optional.empty() : Optional.of("there are " + max + " " + what + ", which is the limit");
    }
}
