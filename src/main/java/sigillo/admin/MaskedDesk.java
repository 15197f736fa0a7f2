package sigillo.admin;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.masked.Masked;

/** Masked addresses of accounts: which there are; one is made, paused, noted of, or deleted for good. */
public final class MaskedDesk implements Desk {
    private final Directory directory;
    private final Masked masked;

    public MaskedDesk(Directory directory, Masked masked) {
        this.directory = directory;
        this.masked = masked;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.MakeMasked.class, asked -> make(asked.account(), asked.note()));
        requests.on(Request.ListMasked.class, asked -> list(asked.account()));
        requests.on(Request.ChangeMasked.class, asked -> change(asked.address(), asked.paused(), asked.note()));
        requests.on(Request.RemoveMasked.class, asked -> remove(asked.address()));
    }

    Answer make(Address account, String note) {
        return directory.account(account).map(record -> shown(masked.make(record.id(), note)))
            .orElseGet(() -> new Answer.Failed("there is no account " + account));
    }

    Answer list(Address account) {
        return directory.account(account).map(record -> Operator.list(masked.of(record.id()), MaskedDesk::line))
            .orElseGet(() -> new Answer.Failed("there is no account " + account));
    }

    Answer change(Address address, Optional<Boolean> paused, Optional<String> note) {
        Edited<Masked.Line> now = new Edited.Refused<>("say what is to change");
        if (note.isPresent()) now = masked.note(Optional.empty(), address, note.get());
        boolean isRefused = note.isPresent() && now instanceof Edited.Refused;
        if (paused.isPresent() && !isRefused) now = masked.pause(Optional.empty(), address, paused.get());
        return shown(now);
    }

    Answer remove(Address address) {
        return Operator.answer(masked.remove(Optional.empty(), address),
            was -> "the masked address " + was.address().address() + " is deleted, and is never given out again");
    }

    private static Answer shown(Edited<Masked.Line> edited) {
        return switch (edited) {
            case Edited.Done<Masked.Line>(var now) -> new Answer.Done(line(now));
            case Edited.Refused<Masked.Line>(var why) -> new Answer.Failed(why);
        };
    }

    private static Results.MaskedLine line(Masked.Line line) {
        var known = line.known();
        return new Results.MaskedLine(line.address().address(), known.note(), line.address().paused(), line.address().createdAt(),
            known.first().map(Masked.First::sender), known.first().map(Masked.First::at), known.last());
    }

    @Override public void forget(AccountId account) { masked.forget(account); }
}
