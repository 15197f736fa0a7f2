package sigillo.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.AccountRecord;
import sigillo.directory.AliasRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.PopDeletes;
import sigillo.directory.Suspected;
import sigillo.directory.Writers;

/** Domains and aliases, and what is said of accounts. */
final class DirectoryDesk implements Desk {
    private final Directory directory;
    private final DirectoryEditor editor;

    DirectoryDesk(Directory directory, DirectoryEditor editor) {
        this.directory = directory;
        this.editor = editor;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AddDomain.class, asked -> addDomain(asked.domain()));
        requests.on(Request.ListDomains.class, _ -> listDomains());
        requests.on(Request.RemoveDomain.class, asked -> removeDomain(asked.domain()));
        requests.on(Request.AddAlias.class, asked -> addAlias(asked.alias(), asked.target()));
        requests.on(Request.ListAliases.class, _ -> listAliases());
        requests.on(Request.SetAlias.class, asked -> setAlias(asked.alias(), asked.writers(), asked.membersSpeak()));
        requests.on(Request.RemoveAlias.class, asked -> removeAlias(asked.alias(), asked.target()));
        requests.on(Request.AccountPop.class, asked -> pop(asked.address(), asked.deletes(), asked.suspected()));
    }

    Answer addDomain(Domain domain) {
        return Operator.answer(editor.addDomain(domain), now -> "the domain " + now.name() + " is added");
    }

    Answer removeDomain(Domain domain) {
        return Operator.answer(editor.removeDomain(domain), now -> "the domain " + now.name() + " is removed");
    }

    Answer listDomains() {
        return Operator.list(directory.domains(), domain -> new Results.DomainLine(domain.name(),
            directory.accounts().stream().filter(account -> account.address().domain().equals(domain.name())).count(),
            directory.aliases().stream().filter(alias -> alias.name().domain().equals(domain.name())).count(), domain.createdAt()));
    }

    Answer addAlias(String alias, Address target) {
        return named(alias, name -> Operator.answer(editor.addAlias(name, target), now -> now.name() + " goes to " + targets(now)));
    }

    Answer removeAlias(String alias, Optional<Address> target) {
        return named(alias, name -> Operator.answer(editor.removeAlias(name, target), now ->
            target.isPresent() && !now.targets().contains(target.get()) ? now.name() + " goes to " + targets(now)
                : "the alias " + now.name() + " is removed"));
    }

    Answer listAliases() {
        return Operator.list(directory.aliases(),
            alias -> new Results.AliasLine(alias.name().toString(), alias.targets(), alias.createdAt(), writers(alias), speakers(alias)));
    }

    Answer setAlias(String alias, Optional<Writers> writers, Optional<Boolean> membersSpeak) {
        return named(alias, name -> Operator.answer(editor.setAlias(name, writers, membersSpeak), now ->
            "to " + now.name() + " may write: " + writers(now) + "; under it: " + speakers(now)));
    }

    private static String writers(AliasRecord alias) { return alias.writers().name().toLowerCase(Locale.ROOT); }

    private static String speakers(AliasRecord alias) { return alias.membersSpeak() ? "members" : "nobody"; }

    Answer pop(Address address, Optional<PopDeletes> deletes, Optional<Suspected> suspected) {
        Edited<AccountRecord> now = directory.account(address)
            .<Edited<AccountRecord>>map(Edited.Done::new).orElseGet(() -> new Edited.Refused<>("there is no account " + address));
        if (deletes.isPresent()) now = editor.setPopDeletes(address, deletes.get());
        if (suspected.isPresent()) now = editor.setSuspected(address, suspected.get());
        return switch (now) {
            case Edited.Done<AccountRecord>(var account) -> new Answer.Done(new Results.Pop(account.address(),
                account.popDeletes().name().toLowerCase(Locale.ROOT), account.suspected().name().toLowerCase(Locale.ROOT)));
            case Edited.Refused<AccountRecord>(var why) -> new Answer.Failed(why);
        };
    }

    private static String targets(AliasRecord alias) {
        return String.join(", ", alias.targets().stream().map(Address::toString).toList());
    }

    private static Answer named(String alias, Function<AliasRecord.Name, Answer> with) {
        return AliasRecord.Name.parse(alias).map(with)
            .orElseGet(() -> new Answer.Failed(alias + " is neither an address nor @ and a domain"));
    }
}
