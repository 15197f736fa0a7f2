package sigillo.web;

import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.account.AccountId;
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

    void vault(AccountId account) { kept.add(account, Event.of("vaultSlotsChanged")); }
}
