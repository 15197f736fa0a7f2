package sigillo.authorization;

import java.util.List;
import sigillo.oauth.Client;

/** {@code registers}: whether programs that nobody here knows may ask owners too. {@code clients}: the operator's. */
public record AuthorizationSettings(boolean isOn, boolean registers, List<Client> clients) {
    public static final AuthorizationSettings DEFAULT = new AuthorizationSettings(true, true, List.of());

    public AuthorizationSettings { clients = List.copyOf(clients); }
}
