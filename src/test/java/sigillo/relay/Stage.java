package sigillo.relay;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.queue.Carrier;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** What the words of a {@link Script} about the stage stand for; without any, one mail to one recipient. */
final class Stage {
    private Stage() {}

    static Patience patience(Duration time) {
        return new Patience(time, time, time, time, time, Duration.ofSeconds(10), time.multipliedBy(3),
            time.multipliedBy(3), time.multipliedBy(3), Duration.ofSeconds(30), Duration.ofSeconds(10), 1_000,
            Duration.ofMillis(300), Duration.ofSeconds(10),
            Duration.ofMillis(500));
    }

    static TableResolver resolver(Script script) {
        var dns = script.all("dns");
        return new TableResolver(dns.isEmpty() ? List.of("remote.example MX 10 mx.remote.example",
            "mx.remote.example A 127.0.0.1",
            "smart.example A 127.0.0.1") : dns);
    }

    static RelaySettings settings(Script script, int port) {
        var words = script.value("smarthost", "").split(" ");
        var login = words.length > 2 ? Optional.of(new Hop.Login(words[1], words[2])) : Optional.<Hop.Login>empty();
        var smarthost = script.isSet("smarthost") ? Optional.of(new Hop(script.value("named", "smart.example"), port,
            Hop.Protocol.SMTP,
            Hop.Encryption.valueOf(words[0]), true, login, true)) : Optional.<Hop>empty();
        var agent = new Hop("127.0.0.1", port, Hop.Protocol.LMTP, Hop.Encryption.NONE, false, Optional.empty(), true);
        var routes = script.isSet("lmtp") ? Map.of(Domain.of("remote.example"), agent) : Map.<Domain, Hop>of();
        return new RelaySettings(Domain.of("home.example"), port, routes, smarthost, true,
            Optional.<InetAddress>empty(), Set.of());
    }

    static Carrier.Job job(Script script) {
        var from = script.value("from", "me@home.example");
        var envid = script.all("envid").stream().findFirst();
        var ret = script.all("ret").stream().findFirst().map(Envelope.Ret::valueOf);
        var envelope = new Envelope(from.equals("<>") ? ReversePath.NULL : ReversePath.of(Address.of(from)),
            recipients(script), ret, envid,
            Envelope.Body.valueOf(script.value("body", "EIGHT_BIT")), script.isSet("smtputf8"), Optional.empty(),
            Envelope.Tls.valueOf(script.value("tls", "AS_USUAL")));
        var message = Octets.of(script.octets("message", "Subject: hi\\r\\n\\r\\nHello\\r\\n"));
        return new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, message);
    }

    /** {@code @ to anna@remote.example NOTIFY=NEVER ORCPT=rfc822;a@b}. */
    private static List<Recipient> recipients(Script script) {
        var lines = script.all("to");
        return (lines.isEmpty() ? List.of("anna@remote.example") : lines).stream().map(line -> {
            var words = List.of(line.split(" (?=NOTIFY=|ORCPT=)"));
            var notify = words.stream().filter(w -> w.startsWith("NOTIFY="))
                .flatMap(w -> Stream.of(w.substring(7).split(",")))
                .map(Recipient.Notify::valueOf).collect(Collectors.toSet());
            var original = words.stream().filter(w -> w.startsWith("ORCPT=")).map(w -> w.substring(6)).findFirst();
            return new Recipient(Address.of(words.getFirst()), notify, original);
        }).toList();
    }
}
