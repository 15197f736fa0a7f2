package sigillo.web;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.base.Sha256;
import sigillo.ledger.FailedSignIns;
import sigillo.ledger.OwnersLedger;
import sigillo.ledger.OwnersLedger.Event;

/** What the pages write into ledgers, and read of them. */
public record OwnLedger(OwnersLedger kept, FailedSignIns failures) {

    /** Somebody has signed in at the pages. */
    void begun(Session session) {
        var with = new LinkedHashMap<>(Map.of("service", "web", "network", session.lastUse().network().text(), "opens",
            "mail"));
        session.device().program().ifPresent(program -> with.put("program", program));
        session.device().system().ifPresent(system -> with.put("system", system));
        kept.addOnceAnHour(session.user().account(), new Event("signIn", with));
    }

    void certificate(AccountId account, String what, String fingerprint) {
        kept.add(account, new Event(what, Map.of("fingerprint", fingerprint)));
    }

    /** Made by an invitation, at the level and within the limit that it said. */
    void invited(AccountId account) { kept.add(account, Event.of("accountMade")); }

    /** To which text records of mail that comes are sealed from now on: a session has named it. */
    void textsKey(AccountId account, byte[] publicKey) {
        kept.add(account, new Event("textsKeyNamed", Map.of("key", HexFormat.of().formatHex(Sha256.of(publicKey), 0,
            8))));
    }

    void vault(AccountId account) { kept.add(account, Event.of("vaultSlotsChanged")); }
}
