package sigillo.admin;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.correspondents.PublishedCertificates;
import sigillo.correspondents.PublishedCertificates.Outcome;
import sigillo.correspondents.PublishedCertificates.Own;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.openpgp.Armour;

/** OpenPGP certificates that accounts publish: public keys; no secret one comes here. */
public final class OpenPgpDesk implements Desk {
    private final Directory directory;
    private final PublishedCertificates published;
    private final Predicate<AccountId> isWrapped;

    /**
     * {@code isWrapped}: whether what comes for an account is encrypted to its certificate, so that it stays as it is.
     */
    public OpenPgpDesk(Directory directory, PublishedCertificates published, Predicate<AccountId> isWrapped) {
        this.directory = directory;
        this.published = published;
        this.isWrapped = isWrapped;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.PublishOpenPgp.class,
            asked -> of(asked.account(), account -> publish(account, asked.certificate())));
        requests.on(Request.ListOpenPgp.class, _ -> list());
        requests.on(Request.ExportOpenPgp.class, asked -> of(asked.account(), this::export));
        requests.on(Request.WithdrawOpenPgp.class, asked -> of(asked.account(), this::withdraw));
    }

    private Answer of(Address address, Function<AccountRecord, Answer> then) {
        return directory.account(address).map(then)
            .orElseGet(() -> new Answer.Failed("there is no account " + address));
    }

    private Answer publish(AccountRecord account, String certificate) {
        var given = certificate.getBytes(StandardCharsets.UTF_8);
        boolean isFixed = published.isAnother(account.id(), given) && isWrapped.test(account.id());
        if (isFixed) return new Answer.Failed("its mail is encrypted to the one that it has: its owner names another one himself");
        return switch (published.publish(account.id(), given)) {
            case Outcome.Done(var own) -> new Answer.Done(line(account, own));
            case Outcome.Refused(_, var sentence) -> new Answer.Failed("it is not published: " + sentence);
        };
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
        if (isWrapped.test(account.id())) return new Answer.Failed("its mail is encrypted to it: its owner gives that up first");
        return published.withdraw(account.id())
            ? Operator.answer(new Edited.Done<>(account), was -> "the certificate of " + was.address()
            + " is withdrawn; who has it goes on encrypting to it") : none(account);
    }

    private static Answer none(AccountRecord account) {
        return new Answer.Failed(account.address() + " publishes no certificate");
    }

    @Override public void forget(AccountId account) { published.forget(account); }
}
