package sigillo.login;

import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/** What a device without a browser waits with: RFC 8628. To be closed when it was given to a program, or not. */
public record DeviceCode(Secret secret) implements AutoCloseable {

    public static DeviceCode random(Randomness randomness) { return new DeviceCode(Secret.random(randomness)); }

    /** For the device. */
    public String text() { return Token.CODE.text(secret); }

    @Override public void close() { secret.close(); }

    @Override public String toString() { return "a device code"; }
}
