package sigillo.authorization;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.login.Grants;
import sigillo.login.Programs;
import sigillo.login.SignIn.Service;
import sigillo.oauth.Client;
import sigillo.oauth.Metadata;
import sigillo.oauth.Registration;
import sigillo.oauth.Scope;
import sigillo.sealing.Randomness;

/** All that pages and programs have in common when one is to be let in. Any thread. */
public final class Authorizing {
    private final Metadata metadata;
    private final Clients clients;
    private final DeviceRequests devices;
    private final Programs programs;

    /** {@code issuer}: see {@link Metadata}. */
    public Authorizing(
            AuthorizationSettings settings, String issuer, Grants grants, Randomness randomness, InstantSource clock) {
        this.metadata = new Metadata(issuer);
        this.clients = new Clients(settings, grants::markOfClient);
        this.devices = new DeviceRequests(randomness, clock);
        this.programs = grants.programs();
    }

    public Metadata metadata() { return metadata; }

    public Optional<Client> client(String id) { return clients.client(id); }

    public boolean registers() { return clients.registers(); }

    public String register(Registration asked) { return clients.register(asked); }

    public DeviceRequests devices() { return devices; }

    public Programs programs() { return programs; }

    public static Set<Service> services(Set<Scope> scopes) {
        if (scopes.contains(Scope.MAIL)) return EnumSet.allOf(Service.class);
        return scopes.stream().map(Authorizing::service).collect(Collectors.toSet());
    }

    private static Service service(Scope scope) {
        return switch (scope) {
            case IMAP -> Service.IMAP;
            case POP -> Service.POP;
            case SUBMISSION -> Service.SMTP;
            case JMAP -> Service.JMAP;
            case SIEVE -> Service.SIEVE;
            case MAIL -> throw new IllegalArgumentException("all of them");
        };
    }

    public static Set<Scope> scopes(Set<Service> services) {
        if (services.size() == Service.values().length) return Set.of(Scope.MAIL);
        return EnumSet.complementOf(EnumSet.of(Scope.MAIL)).stream().filter(scope -> services.contains(service(scope)))
            .collect(Collectors.toSet());
    }
}
