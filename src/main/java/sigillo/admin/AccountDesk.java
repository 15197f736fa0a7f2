package sigillo.admin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.login.LoginLimits;
import sigillo.login.Passwords;

/** Accounts: their entry in the directory and what they hold. What an account holds is there before its entry and goes after it. */
final class AccountDesk {
    private final Directory directory;
    private final DirectoryEditor editor;
    private final Passwords passwords;
    private final Accounts accounts;

    AccountDesk(Directory directory, DirectoryEditor editor, Passwords passwords, Accounts accounts) {
        this.directory = directory;
        this.editor = editor;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    Answer add(Request.AddAccount account) {
        var made = addEach(List.of(account)).getFirst();
        return made.error().<Answer>map(Answer.Failed::new).orElseGet(() -> Operator.change("the account " + made.address() + " is added"));
    }

    Answer addAll(List<Request.AddAccount> all) {
        return all.size() <= Operator.BATCH_MAX ? new Answer.Done(addEach(all))
            : new Answer.Failed("at most " + Operator.BATCH_MAX + " accounts in one request");
    }

    /** Hashes side by side, then one commit; one result for each, in order. */
    private List<Results.Made> addEach(List<Request.AddAccount> all) {
        try (var threads = Executors.newFixedThreadPool(LoginLimits.HASHES_AT_ONCE)) {
            var prepared = all.stream().map(account -> threads.submit(() -> prepare(account))).toList();
            return commit(prepared.stream().map(AccountDesk::done).toList());
        }
    }

    /** An account that could be made, or why it cannot. */
    private record Prepared(Address address, Optional<NewAccount> account, Optional<String> why) {}

    private Prepared prepare(Request.AddAccount account) {
        var why = editor.whyNoAccount(account.address()).or(() -> Passwords.whyNot(account.password()));
        if (why.isPresent()) return new Prepared(account.address(), Optional.empty(), why);
        var id = NewAccount.freshId();
        accounts.create(id);
        var entry = new NewAccount(id, account.address(), passwords.hash(account.password()));
        return new Prepared(account.address(), Optional.of(entry), Optional.empty());
    }

    private List<Results.Made> commit(List<Prepared> prepared) {
        var edited = editor.addAccounts(prepared.stream().flatMap(one -> one.account.stream()).toList()).iterator();
        return prepared.stream().map(one -> new Results.Made(one.address, one.account.isEmpty() ? one.why : why(one, edited.next()))).toList();
    }

    /** What was prepared for an account that somebody else made meanwhile is taken away again. */
    private Optional<String> why(Prepared prepared, Edited<AccountRecord> edited) {
        return switch (edited) {
            case Edited.Done<AccountRecord> _ -> Optional.empty();
            case Edited.Refused<AccountRecord>(var why) -> {
                accounts.remove(prepared.account.orElseThrow().id());
                yield Optional.of(why);
            }
        };
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e);
        }
    }

    Answer list() {
        return Operator.list(directory.accounts(), account ->
            new Results.AccountLine(account.address(), account.id().text(), account.disabled(), account.createdAt()));
    }

    Answer setPassword(Address address, String password) {
        var why = Passwords.whyNot(password);
        if (why.isPresent()) return new Answer.Failed(why.get());
        return known(address, account -> Operator.answer(editor.setPassword(address, passwords.hash(password)),
            now -> now.address() + " has a new password"));
    }

    Answer setDisabled(Address address, boolean disabled) {
        return Operator.answer(editor.setDisabled(address, disabled), now -> now.address() + (disabled
            ? " is disabled: nobody signs in, no mail is taken" : " is enabled"));
    }

    Answer remove(Address address) {
        return Operator.answer(editor.removeAccount(address), now -> {
            accounts.remove(now.id());
            return "the account " + now.address() + " and its mail are removed";
        });
    }

    Answer verify(Address address) {
        return known(address, account -> {
            var found = accounts.open(account.id()).verify();
            return new Answer.Done(new Results.Verified(account.address(), found.isSound(), found.mailboxes(), found.emails(),
                found.memberships(), found.octets(), found.faults()));
        });
    }

    private Answer known(Address address, Function<AccountRecord, Answer> with) {
        return directory.account(address).map(with).orElseGet(() -> new Answer.Failed("there is no account " + address));
    }
}
