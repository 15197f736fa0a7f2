package sigillo.main;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.ledger.OwnersLedger;
import sigillo.ledger.OwnersLedger.Event;
import sigillo.login.SignIn.Service;

/** What goes into ledgers of owners, from where it happens. */
record LedgerNotes(OwnersLedger ledger, Directory directory) {

    static LedgerNotes of(Kept kept) {
        var notes = new LedgerNotes(kept.ledger(), kept.directory());
        kept.credentials().telling(notes::wayIn);
        kept.grants().telling(notes::wayIn);
        kept.factor().telling(notes::wayIn);
        return notes;
    }

    private void wayIn(AccountId account, String what, Map<String, String> with) {
        ledger.add(account, new Event(what, with));
    }

    /** A mail program has signed in: once an hour of each service and network. */
    void signedIn(AccountId account, Service service, String way, Optional<InetAddress> client) {
        var with = new HashMap<>(Map.of("service", service.name().toLowerCase(Locale.ROOT), "way", way));
        client.ifPresent(from -> with.put("network", AddressKey.of(from).text()));
        ledger.addOnceAnHour(account, new Event("signIn", with));
    }

    void exported(AccountId account) { ledger.add(account, Event.of("exported")); }

    /** What an operator did to an account, or had shown of it. */
    void operator(Request request) {
        who(request).flatMap(directory::account).map(AccountRecord::id).ifPresent(account ->
            ledger.add(account, new Event("operator", Map.of("act", request.getClass().getSimpleName()))));
    }

    private static Optional<Address> who(Request request) {
        return switch (request) {
            case Request.AddAccount one -> Optional.of(one.address());
            case Request.SetPassword one -> Optional.of(one.address());
            case Request.SetLevel one -> Optional.of(one.address());
            case Request.NewRecoveryCode one -> Optional.of(one.address());
            case Request.Recover one -> Optional.of(one.address());
            case Request.Unlock one -> Optional.of(one.address());
            case Request.MakeGrant one -> Optional.of(one.address());
            case Request.RevokeGrant one -> Optional.of(one.address());
            case Request.RenewKeys one -> Optional.of(one.address());
            case Request.TurnOffSecondFactor one -> Optional.of(one.address());
            case Request.SetDisabled one -> Optional.of(one.address());
            case Request.PublishOpenPgp one -> Optional.of(one.account());
            case Request.WithdrawOpenPgp one -> Optional.of(one.account());
            default -> Optional.empty();
        };
    }
}
