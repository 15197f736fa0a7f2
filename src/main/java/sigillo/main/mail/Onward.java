package sigillo.main.mail;

import java.time.InstantSource;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.delivery.SendingOn;
import sigillo.directory.Directory;
import sigillo.directory.Recipients.Resolved;
import sigillo.main.config.Config;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.smtp.ReversePath;
import sigillo.srs.Returned;
import sigillo.srs.Srs;

/** Mail that is sent on: under a sender of ours that leads back to the one who wrote, and sealed (decision 0023). */
public final class Onward {
    private static final String USE = "sgl1/srs";

    private final Directory directory;
    private final Config.Forwarding settings;
    private final InstantSource clock;
    private final SendingOn.Seals seals;
    private final Srs srs;

    /** {@code server}: the key that makes addresses ours; it stays the caller's. */
    public Onward(Directory directory, Config.Forwarding settings, Secret server, SendingOn.Seals seals,
        InstantSource clock) {
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
        this.seals = seals;
        this.srs = new Srs(text -> SealedRow.tag(server, USE, text));
    }

    public SendingOn sendingOn() {
        var senders = settings.srs() ? (SendingOn.Senders) this::sender : SendingOn.AS_IT_IS.senders();
        return new SendingOn(senders, settings.arc() ? seals : SendingOn.AS_IT_IS.seals());
    }

    /** Who is of a domain here needs no other: the SPF record of that names this server. */
    private ReversePath sender(ReversePath from, Address alias) {
        if (!directory.isLocal(alias.domain())) return from;
        return from.sender().filter(sender -> !directory.isLocal(sender.domain()))
            .map(sender -> ReversePath.of(srs.forward(sender, alias.domain(), clock.instant()))).orElse(from);
    }

    /** Whatever is set now, what was sent on before may come back. */
    public Optional<Resolved> back(Address address) {
        return switch (srs.back(address, clock.instant())) {
            case Returned.To(var original) -> Optional.of(new Resolved.Back(original));
            case Returned.Refused _ -> Optional.of(new Resolved.Unknown());
            case Returned.Other _ -> Optional.empty();
        };
    }
}
