package sigillo.main.signin;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.login.SignIn;
import sigillo.sasl.Mechanism;
import sigillo.sasl.PasswordText;
import sigillo.sasl.SaslExchange;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Secret;

/** Signs in as the one behind it does, and notes who came in. */
public record NotedSignIn(SignIn inner, LedgerNotes notes) implements SignIn {

    @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
        return noted(inner.signIn(user, password, service, client), service, "password", client);
    }

    @Override public Answer proved(String user, long number, Secret clientKey, Service service, Optional<InetAddress> client) {
        return noted(inner.proved(user, number, clientKey, service, client), service, "scram", client);
    }

    @Override public Answer bearer(Optional<String> user, String token, Service service, Optional<InetAddress> client) {
        return noted(inner.bearer(user, token, service, client), service, "token", client);
    }

    private Answer noted(Answer answer, Service service, String way, Optional<InetAddress> client) {
        if (answer instanceof Answer.Welcome in) notes.signedIn(in.user().account(), service, way, client);
        return answer;
    }

    @Override public Answer unproved(String user, Service service, Optional<InetAddress> client) {
        return inner.unproved(user, service, client);
    }

    @Override public List<Mechanism> mechanisms(boolean bound) { return inner.mechanisms(bound); }

    @Override public SaslExchange exchange(Mechanism mechanism, Optional<Bytes> binding) {
        return inner.exchange(mechanism, binding);
    }

    @Override public ScramKeys scramKeys(String user) { return inner.scramKeys(user); }
}
