package sigillo.login;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;

/** Somebody wants to be let in: as whom, from where, to what, and when. */
record Attempt(Optional<AccountRecord> account, Slowdown.Source source, SignIn.Service service, Instant now) {
    /** What is checked for an account that there is not. */
    private static final AccountId NOBODY = new AccountId("nobody");

    /** {@code user}: the main address of an account, as it was said; anything else is nobody. */
    static Attempt of(
            Directory directory, String user, SignIn.Service service, Optional<InetAddress> client, Instant now) {
        var address = Address.parse(user);
        var account = address.flatMap(directory::account);
        var source = Slowdown.Source.of(address.map(Address::lookupKey).orElse(""), account, client);
        return new Attempt(account, source, service, now);
    }

    Optional<KeptPassword> kept() { return account.flatMap(record -> KeptPassword.parse(record.password())); }

    AccountId id() { return account.map(AccountRecord::id).orElse(NOBODY); }

    /** The same wrong one once more is not told again: it is no guess. */
    void tell(Failures failures, String door, boolean isCode) {
        account.ifPresent(there -> failures.failed(there.id(), door, isCode, source.network().map(AddressKey::text)));
    }

    /** As ledgers call it. */
    String door() { return service.name().toLowerCase(Locale.ROOT); }

    /** For the log; empty for a program on this machine. */
    String from() { return source.network().map(AddressKey::text).map(network -> " from " + network).orElse(""); }
}
