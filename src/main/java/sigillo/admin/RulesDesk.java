package sigillo.admin;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.rules.RuleLimits;
import sigillo.rules.Rules;
import sigillo.sieve.Sieve;

/** The scripts of rules of an account: which there are; one is put there and active, or none is active. */
public final class RulesDesk implements Desk {
    /** Of what is wrong, in one answer. */
    private static final int ERRORS_SHOWN = 10;

    private final Directory directory;
    private final Rules rules;

    public RulesDesk(Directory directory, Rules rules) {
        this.directory = directory;
        this.rules = rules;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountRules.class, this::rules);
    }

    private Answer rules(Request.AccountRules asked) {
        if (asked.off()) return off(asked.address());
        return asked.script().map(text -> put(asked.address(), asked.name(), text)).orElseGet(() -> list(asked.address()));
    }

    Answer list(Address address) {
        return known(address, account -> new Answer.Done(rules.listing(account.id()).scripts().stream()
            .map(script -> new Results.RuleLine(script.name(), script.octets(), script.isActive())).toList()));
    }

    /** It is checked first: what is wrong is told with its line, and nothing changes. */
    Answer put(Address address, String name, String script) {
        return known(address, account -> {
            var octets = script.getBytes(StandardCharsets.UTF_8);
            if (Sieve.compile(octets, rules.includedOf(account.id())) instanceof Sieve.Compiled.Bad(var errors)) {
                return new Answer.Failed(errors.stream().limit(ERRORS_SHOWN).map(Object::toString).collect(
                    Collectors.joining("\n")));
            }
            return switch (rules.put(account.id(), name, octets)) {
                case DONE -> activated(account, Optional.of(name), "the script " + name + " is active for " + address);
                case TOO_MANY -> new Answer.Failed(
                    address + " has " + RuleLimits.SCRIPTS_MAX + " scripts: no more are kept");
                case TOO_LARGE -> new Answer.Failed("the script is too large");
                case BAD_NAME, NO_SUCH_SCRIPT, IS_ACTIVE, EXISTS -> new Answer.Failed("this cannot be the name of a script");
            };
        });
    }

    /** Mail goes to the inbox again; the scripts stay. */
    Answer off(Address address) {
        return known(address, account -> activated(account, Optional.empty(), "no script is active for " + address));
    }

    private Answer activated(AccountRecord account, Optional<String> name, String done) {
        return rules.activate(account.id(), name) == Rules.Kept.DONE ? Operator.change(done) : new Answer.Failed(
            "the script is gone");
    }

    private Answer known(Address address, Function<AccountRecord, Answer> with) {
        return directory.account(address).map(with).orElseGet(
            () -> new Answer.Failed("there is no account " + address));
    }

    @Override public void forget(AccountId account) { rules.forget(account); }
}
