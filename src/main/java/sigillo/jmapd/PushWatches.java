package sigillo.jmapd;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.jmap.JsonText;
import sigillo.pushing.Subscription;
import sigillo.pushing.Watches;

/** What subscribers are told: RFC 8620 sections 7.1 and 7.2.2. */
record PushWatches(Accounts accounts, Supplier<StateTypes> known) implements Watches {
    @Override public Watch of(AccountId id, Optional<Set<String>> types, boolean fromNow) {
        var wanted = new LinkedHashSet<String>();
        types.orElseGet(known.get()::all).stream().filter(known.get()::has).forEach(wanted::add);
        return new OfOne(id, StateWatch.of(accounts.open(id), known.get(), wanted, fromNow ? Optional.empty()
            : Optional.of("0")));
    }

    private static final class OfOne implements Watch {
        private final AccountId id;
        private StateWatch told;
        private StateWatch looked;

        OfOne(AccountId id, StateWatch told) {
            this.id = id;
            this.told = told;
            this.looked = told;
        }

        @Override public Optional<byte[]> look() {
            looked = told.copy();
            var change = looked.look();
            if (change.isEmpty()) told = looked;
            return change.map(one -> JsonText.octets(one.json(id.text())));
        }

        @Override public void told() { told = looked; }
    }

    @Override public byte[] verification(Subscription to) {
        return JsonText.octets(JsonText.object().put("@type", "PushVerification").put("pushSubscriptionId", to.id())
            .put("verificationCode", to.code()));
    }
}
