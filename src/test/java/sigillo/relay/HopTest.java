package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.net.ClientTls;

/** Settings that contradict each other are refused; what is shown of them hides the password. */
class HopTest {
    private static final Optional<Hop.Login> LOGIN = Optional.of(new Hop.Login("anna@home.example", "sEcret"));

    @Test void noPasswordInClearByAccident() {
        for (var encryption : Hop.Encryption.values()) {
            if (encryption == Hop.Encryption.OPPORTUNISTIC) assertThrows(IllegalArgumentException.class, () ->
                hop("smart.example", encryption, LOGIN));
            else assertDoesNotThrow(() -> hop("smart.example", encryption, LOGIN));
        }
        assertThrows(IllegalArgumentException.class, () -> new Hop.Login("anna", "se\0cret"));
    }

    @Test void itsTextHidesThePassword() {
        var hop = hop("smart.example", Hop.Encryption.REQUIRED, LOGIN);
        assertEquals("smtp:anna%40home.example@smart.example:587", hop.toString());
        assertFalse(hop.login().toString().contains("sEcret"));
    }

    @Test void oneWayForOneKey() {
        var one = Map.of(Domain.of("a.example"), hop("smart.example", Hop.Encryption.REQUIRED, LOGIN));
        var same = Optional.of(hop("smart.example", Hop.Encryption.REQUIRED, LOGIN));
        var inClear = Optional.of(hop("smart.example", Hop.Encryption.NONE, LOGIN));
        var otherUser = Optional.of(hop("smart.example", Hop.Encryption.REQUIRED, Optional.of(new Hop.Login("bruno",
            "x"))));
        assertDoesNotThrow(() -> settings(one, same));
        assertDoesNotThrow(() -> settings(one, otherUser));
        assertThrows(IllegalArgumentException.class, () -> settings(one, inClear));
    }

    @Test void destinations() {
        var agent = new Hop("dovecot.home.example", 24, Hop.Protocol.LMTP, Hop.Encryption.NONE, false,
            Optional.empty(), true);
        try (var relay = new Relay(settings(Map.of(Domain.of("agent.example"), agent), Optional.empty()),
            new TableResolver(java.util.List.of()), ClientTls.verifying())) {
            assertEquals("mx:remote.example", relay.destination(Domain.of("Remote.Example")));
            assertEquals("lmtp:dovecot.home.example:24", relay.destination(Domain.of("agent.example")));
            assertTrue(relay.isFinal(Domain.of("agent.example")));
            assertFalse(relay.isFinal(Domain.of("remote.example")));
        }
    }

    private static Hop hop(String host, Hop.Encryption encryption, Optional<Hop.Login> login) {
        return new Hop(host, 587, Hop.Protocol.SMTP, encryption, true, login, true);
    }

    private static RelaySettings settings(Map<Domain, Hop> routes, Optional<Hop> smarthost) {
        return new RelaySettings(Domain.of("home.example"), 25, routes, smarthost, false, Optional.empty(), Set.of());
    }
}
