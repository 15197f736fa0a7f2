package sigillo.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.OneByOne;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.login.Credentials;
import sigillo.login.LoginLimits;
import sigillo.login.Passwords;
import sigillo.login.RecoveryCode;
import sigillo.store.StoreException;

/**
 * Accounts: their entry in the directory and what they hold. What an account holds is there before its entry and goes
 * after it.
 */
final class AccountDesk implements Desk {
    private final Directory directory;
    private final DirectoryEditor editor;
    private final Residents residents;
    private final List<Consumer<AccountId>> forgetting = new CopyOnWriteArrayList<>();

    AccountDesk(Directory directory, DirectoryEditor editor, Residents residents) {
        this.directory = directory;
        this.editor = editor;
        this.residents = residents;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AddAccount.class, this::add);
        requests.on(Request.AddAccounts.class, asked -> addAll(asked.accounts()));
        requests.on(Request.ListAccounts.class, _ -> list());
        requests.on(Request.SetPassword.class, this::setPassword);
        requests.on(Request.SetLevel.class, asked -> setLevel(asked.address(), asked.level(), asked.password()));
        requests.on(Request.NewRecoveryCode.class, asked -> newCode(asked.address(), asked.password()));
        requests.on(Request.Recover.class, asked -> recover(asked.address(), asked.code(), asked.password()));
        requests.on(Request.Unlock.class, asked -> unlock(asked.address(), asked.secret()));
        requests.on(Request.RenewKeys.class, asked -> renewKeys(asked.address()));
        requests.on(Request.TurnOffSecondFactor.class, asked -> turnOffSecondFactor(asked.address()));
        requests.on(Request.SetDisabled.class, asked -> setDisabled(asked.address(), asked.disabled()));
        requests.on(Request.VerifyAccount.class, asked -> verify(asked.address()));
    }

    // ---- new ones ----

    Answer add(Request.AddAccount account) {
        var made = addEach(List.of(account)).getFirst();
        var level = level(account);
        return made.error().<Answer>map(Answer.Failed::new).orElseGet(() -> new Answer.Done(new Results.NewAccount(
            "the account " + made.address() + " is added", level, made.recoveryCode().orElseThrow())));
    }

    private Level level(Request.AddAccount account) { return account.level().orElse(residents.level()); }

    Answer addAll(List<Request.AddAccount> all) {
        return all.size() <= Operator.BATCH_MAX ? new Answer.Done(addEach(all))
            : new Answer.Failed("at most " + Operator.BATCH_MAX + " accounts in one request");
    }

    /** Announced, hashed side by side, then one commit; one result for each, in order. */
    private List<Results.Made> addEach(List<Request.AddAccount> all) {
        var ids = all.stream().map(_ -> NewAccount.freshId()).toList();
        try (var threads = Executors.newFixedThreadPool(LoginLimits.HASHES_AT_ONCE)) {
            editor.announce(ids);
            var prepared = new ArrayList<Future<Prepared>>();
            for (int i = 0; i < all.size(); i++) {
                var account = all.get(i);
                var id = ids.get(i);
                prepared.add(threads.submit(() -> prepare(account, id)));
            }
            return commit(prepared.stream().map(AccountDesk::done).toList());
        }
    }

    /** An account that could be made, or why it cannot. */
    private record Prepared(
            Address address, AccountId id, Optional<NewAccount> account, Optional<String> code, Optional<String> why) {}

    private Prepared prepare(Request.AddAccount account, AccountId id) {
        var why = editor.whyNoAccount(account.address()).or(() -> Passwords.whyNot(account.password()));
        if (why.isPresent()) return new Prepared(account.address(), id, Optional.empty(), Optional.empty(), why);
        var enrolled = residents.credentials().enrol(id, level(account), account.password());
        residents.accounts().create(id);
        var entry = new NewAccount(id, account.address(), enrolled.password());
        return new Prepared(
            account.address(), id, Optional.of(entry), Optional.of(enrolled.code().text()), Optional.empty());
    }

    private List<Results.Made> commit(List<Prepared> prepared) {
        var edited = editor.addAccounts(prepared.stream().flatMap(one -> one.account.stream()).toList()).iterator();
        return prepared.stream().map(one -> {
            var why = one.account.isEmpty() ? one.why : why(edited.next());
            if (why.isPresent()) destroy(one.id);
            return new Results.Made(one.address, why, why.isEmpty() ? one.code : Optional.empty());
        }).toList();
    }

    private static Optional<String> why(Edited<AccountRecord> edited) {
        return switch (edited) {
            case Edited.Done<AccountRecord> _ -> Optional.empty();
            case Edited.Refused<AccountRecord>(var why) -> Optional.of(why);
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
        return Operator.list(directory.accounts(), this::line);
    }

    private Results.AccountLine line(AccountRecord account) {
        var id = account.id();
        return new Results.AccountLine(account.address(), id.text(), residents.keyring().level(id),
            told(() -> residents.factor().isOn(id)), told(() -> residents.kits().isToConfirm(id)), account.disabled(),
            account.createdAt());
    }

    /** False where what is damaged says nothing: that is an alarm, and no reason not to list the others. */
    private static boolean told(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (StoreException damaged) {
            return false;
        }
    }

    // ---- who may open them ----

    Answer setPassword(Request.SetPassword set) {
        var why = Passwords.whyNot(set.password());
        if (why.isPresent()) return new Answer.Failed(why.get());
        if (set.current().isPresent()) {
            return Operator.answer(residents.credentials().change(set.address(), set.current().get(), set.password()),
                AccountDesk::hasNewPassword);
        }
        revokeGrants(set.address());
        var reset = residents.credentials().reset(set.address(), set.password());
        revokeGrants(set.address()); // also what a session made while the new password was being hashed
        return Operator.answer(reset, now -> hasNewPassword(now.account()) + locked(now));
    }

    /** Of an account that only its owner opens: each would open it to whoever has the program. */
    private void revokeGrants(Address address) {
        directory.account(address).map(AccountRecord::id).filter(id -> residents.keyring().level(id).isOwners())
            .ifPresent(residents.grants()::revokeAll);
    }

    private static String hasNewPassword(AccountRecord account) { return account.address() + " has a new password"; }

    private String locked(Credentials.Reset reset) {
        return residents.keyring().level(reset.account().id()) == Level.L0 ? ""
            : "; app passwords and tokens are revoked, and mail from before stays locked until its owner comes with the"
                + " recovery code or the former password (sigillo account unlock)" + (reset.isFormerKept() ? ""
                : "; so many former passwords wait that the one just replaced is not kept: mail from since the last"
                    + " reset opens with the recovery code only");
    }

    Answer setLevel(Address address, Level level, Optional<String> password) {
        return Operator.answer(residents.credentials().level(address, level, password),
            now -> address + " is at level " + now + (now == Level.L1
                ? ": only its owner opens it from now on; a backup from before still opens with this server's keys"
                : ": this server opens it too"));
    }

    Answer newCode(Address address, Optional<String> password) {
        return switch (residents.credentials().newCode(address, password)) {
            case Edited.Done<RecoveryCode>(var code) ->
                new Answer.Done(new Results.NewCode(address + " has a new recovery code; the one before is void"
                    + (isWhole(address) ? "" : ", but for mail from before a reset that is still locked: that it"
                        + " unlocks (sigillo account unlock)"),
                    code.text()));
            case Edited.Refused<RecoveryCode>(var why) -> new Answer.Failed(why);
        };
    }

    Answer recover(Address address, String typed, String password) {
        var why = Passwords.whyNot(password);
        if (why.isPresent()) return new Answer.Failed(why.get());
        var code = RecoveryCode.parse(typed);
        if (code.isEmpty()) {
            return new Answer.Failed("this is no recovery code, or it has a slip: nine groups of four letters and"
                + " digits would be right");
        }
        return Operator.answer(residents.credentials().recover(address, code.get(), password),
            now -> hasNewPassword(now) + (isWhole(address) ? ", and all its mail opens"
                : "; mail from before a reset stays locked until its owner comes with the recovery code or the password"
                    + " of that time (sigillo account unlock)"));
    }

    private boolean isWhole(Address address) {
        return directory.account(address).map(residents.credentials()::isWhole).orElse(true);
    }

    Answer unlock(Address address, String secret) {
        return Operator.answer(residents.credentials().unlock(address, secret), now -> now.isWhole()
            ? "all mail of " + address + " opens with its password"
            : "what this secret opens of " + address + " opens with its password too; other mail from before another"
                + " reset stays locked until its owner comes with the password of that time, or with the recovery"
                + " code");
    }

    Answer renewKeys(Address address) {
        return Operator.answer(residents.credentials().renewKeys(address),
            now -> now.address() + " has new keys; in its next session the old ones are replaced and gone");
    }

    Answer turnOffSecondFactor(Address address) {
        return known(address, account -> residents.factor().turnOff(account.id())
            ? Operator.change(address + " has no second factor any more: its password alone signs in, and mail programs"
                + " may have it where they may everywhere")
            : new Answer.Failed(address + " has no second factor"));
    }

    Answer setDisabled(Address address, boolean disabled) {
        return Operator.answer(editor.setDisabled(address, disabled), now -> {
            if (disabled) residents.keyring().end(now.id());
            return now.address() + (disabled ? " is disabled: nobody signs in, no mail is taken" : " is enabled");
        });
    }

    Answer remove(Address address) {
        return Operator.answer(editor.removeAccount(address), now -> {
            destroy(now.id());
            return "the account " + now.address() + " and its mail are removed";
        });
    }

    /**
     * Keys first. Each step may be done again, and is where one failed: the others are done all the same, and it throws
     * {@link OneByOne.Failed}.
     */
    private void destroy(AccountId account) {
        residents.accounts().remove(account);
        residents.departed().forget(account);
        OneByOne.each(forgetting, _ -> "beside", step -> step.accept(account));
        editor.removed(account);
    }

    /** {@code also}: what else is kept of who is removed goes by this. */
    void forgetting(Consumer<AccountId> also) { forgetting.add(also); }

    /**
     * What a stop has left of accounts that were removed, or about to be made. Throws {@link OneByOne.Failed} when the
     * others are done.
     */
    void endRemovals() {
        var gone = new ArrayList<>(directory.removals());
        if (directory.damaged().isEmpty()) { // else an account may be there whose entry cannot be read
            editor.abandoned().stream().filter(account -> directory.account(account).isEmpty()).forEach(gone::add);
        }
        OneByOne.each(gone, account -> "account " + account, this::destroy);
    }

    Answer verify(Address address) {
        return known(address, account -> {
            var found = residents.accounts().open(account.id()).verify();
            return new Answer.Done(new Results.Verified(
                account.address(), found.isSound(), found.mailboxes(), found.emails(),
                found.memberships(), found.octets(), found.faults()));
        });
    }

    private Answer known(Address address, Function<AccountRecord, Answer> with) {
        return directory.account(address).map(with)
            .orElseGet(() -> new Answer.Failed("there is no account " + address));
    }
}
