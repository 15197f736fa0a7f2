package sigillo.admin;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.correspondents.PublishedCertificates;
import sigillo.correspondents.PublishedCertificates.Outcome;
import sigillo.correspondents.PublishedCertificates.Own;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.openpgp.Armour;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.store.Damaged;

/** OpenPGP certificates that accounts publish: public keys; no secret one comes here. */
public final class OpenPgpDesk implements Desk {
    private final Directory directory;
    private final PublishedCertificates published;
    private final Function<AccountId, Optional<Bytes>> wrapsTo;

    /**
     * {@code wrapsTo}: the fingerprint of the certificate to which what comes for an account is encrypted, so that it
     * stays as it is.
     */
    public OpenPgpDesk(Directory directory, PublishedCertificates published,
            Function<AccountId, Optional<Bytes>> wrapsTo) {
        this.directory = directory;
        this.published = published;
        this.wrapsTo = wrapsTo;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.PublishOpenPgp.class,
            asked -> of(asked.account(), account -> publish(account, asked.certificate())));
        requests.on(Request.ListOpenPgp.class, _ -> list());
        requests.on(Request.ExportOpenPgp.class, asked -> of(asked.account(), this::export));
        requests.on(Request.WithdrawOpenPgp.class, asked -> of(asked.account(), this::withdraw));
        requests.on(Request.AdoptKeyLog.class, this::adopt);
    }

    private Answer of(Address address, Function<AccountRecord, Answer> then) {
        return directory.account(address).map(then)
            .orElseGet(() -> new Answer.Failed("there is no account " + address));
    }

    private Answer publish(AccountRecord account, String certificate) {
        var given = certificate.getBytes(StandardCharsets.UTF_8);
        var named = named(account.id());
        boolean isFixed = named.isPresent() && published.isAnother(account.id(), given)
            && !(published.isSpoiled(account.id()) && named.equals(fingerprint(given)));
        if (isFixed) return new Answer.Failed("its mail is encrypted to the one that it has: its owner names another one himself");
        return switch (published.publish(account.id(), given)) {
            case Outcome.Done(var own) -> new Answer.Done(line(account, own));
            case Outcome.Refused(_, var sentence) -> new Answer.Failed("it is not published: " + sentence);
        };
    }

    private Optional<String> named(AccountId account) {
        return wrapsTo.apply(account).map(one -> HexFormat.of().withUpperCase().formatHex(one.toArray()));
    }

    private static Optional<String> fingerprint(byte[] given) {
        try {
            return Optional.of(Certificate.read(given).fingerprint());
        } catch (OpenPgpBroken broken) {
            return Optional.empty();
        }
    }

    private static Results.OpenPgpLine line(AccountRecord account, Own own) {
        return new Results.OpenPgpLine(account.address(), own.fingerprint(), own.published(), own.addresses());
    }

    private Answer list() {
        return Operator.list(published.all().entrySet().stream().flatMap(one ->
            directory.account(one.getKey()).map(account -> line(account, one.getValue())).stream()).toList(),
                line -> line);
    }

    private Answer export(AccountRecord account) {
        return published.own(account.id()).<Answer>map(own -> new Answer.Done(new Results.OpenPgpCertificate(account.address(), own.fingerprint(),
            new String(Armour.of(Armour.Kind.PUBLIC_KEY, own.octets().toArray()), StandardCharsets.US_ASCII))))
            .orElseGet(() -> none(account));
    }

    private Answer withdraw(AccountRecord account) {
        if (named(account.id()).isPresent()) return new Answer.Failed("its mail is encrypted to it: its owner gives that up first");
        return published.withdraw(account.id())
            ? Operator.answer(new Edited.Done<>(account), was -> "the certificate of " + was.address()
            + " is withdrawn; who has it goes on encrypting to it") : none(account);
    }

    /** No program sees who wrote it: so who asks must have looked whose entries these are, and their ledgers have it. */
    private Answer adopt(Request.AdoptKeyLog asked) {
        try {
            var found = published.unmarkedInLog().stream().map(this::line).toList();
            if (!asked.really()) return Operator.list(found, line -> line);
            var whose = found.stream().flatMap(one -> one.account().stream()).map(Address::lookupKey)
                .collect(Collectors.toSet());
            var said = asked.accounts().stream().map(Address::lookupKey).collect(Collectors.toSet());
            if (!whose.equals(said)) return new Answer.Failed("these are not the accounts of its entries: look at them first");
            return published.takeOverLog() ? Operator.change("the key log goes on behind " + found.size() + " entries that an"
                + " earlier release wrote; whose certificates they are publishes his once more")
                : new Answer.Failed("the key log is as this server wrote it");
        } catch (Damaged strange) {
            return new Answer.Failed(strange.getMessage());
        }
    }

    private Results.KeyLogLine line(PublishedCertificates.Unmarked one) {
        var account = one.account().flatMap(directory::account).map(AccountRecord::address);
        return new Results.KeyLogLine(one.entry().index(), one.entry().at(), account, one.entry().isWithdrawn());
    }

    private static Answer none(AccountRecord account) {
        return new Answer.Failed(account.address() + " publishes no certificate");
    }

    @Override public void forget(AccountId account) { published.forget(account); }
}
