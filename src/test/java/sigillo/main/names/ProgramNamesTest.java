package sigillo.main.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.dns.DnsFailure;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.resolver.Resolver;

/** Which names of programs a certificate is to be for, as DNS changes. */
class ProgramNamesTest {
    private static final InetAddress US = InetAddress.ofLiteral("192.0.2.1"), OTHERS = InetAddress.ofLiteral("192.0.2.9");

    private final Map<String, Answer<InetAddress>> dns = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private final ProgramNames names = new ProgramNames("mail.home.test", new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoSuchDomain<>(); }

        @Override public Answer<InetAddress> addresses(String host) { return dns.getOrDefault(host, new Answer.NoSuchDomain<>()); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    }, () -> now);

    private void at(String name, InetAddress... addresses) { dns.put(name, new Answer.Found<>(List.of(addresses), false)); }

    private List<String> later() {
        now = now.plusSeconds(60);
        return names.of(List.of(new Domain("home.test")));
    }

    @Test void thoseThatLeadHere() {
        assertEquals(List.of(), later(), "where DNS has neither them nor us");
        at("autoconfig.home.test", OTHERS);
        at("autodiscover.home.test", US);
        assertEquals(List.of(), later(), "where DNS does not have us");
        at("mail.home.test", US, InetAddress.ofLiteral("2001:db8::1"));
        assertEquals(List.of("autodiscover.home.test"), later());
        dns.put("autodiscover.home.test", new Answer.Temporary<>(DnsFailure.TIMEOUT, "no answer"));
        assertEquals(List.of("autodiscover.home.test"), later(), "what cannot be said stays");
        dns.remove("autodiscover.home.test");
        assertEquals(List.of("autodiscover.home.test"), names.of(List.of(new Domain("home.test"))), "looked at just now");
        assertEquals(List.of(), later());
        at("autoconfig.home.test", US, OTHERS);
        assertEquals(List.of(), later(), "not with somebody else's address beside ours");
    }
}
