package sigillo.oauth;

import java.util.Locale;

/** How a request fails, as programs are told: its name in small letters. */
public enum OAuthError {
    // RFC 6749 section 4.1.2.1
    INVALID_REQUEST, UNAUTHORIZED_CLIENT, ACCESS_DENIED, UNSUPPORTED_RESPONSE_TYPE, INVALID_SCOPE, SERVER_ERROR,
    TEMPORARILY_UNAVAILABLE,
    // RFC 6749 section 5.2
    INVALID_CLIENT, INVALID_GRANT, UNSUPPORTED_GRANT_TYPE,
    // RFC 8628 section 3.5
    AUTHORIZATION_PENDING, SLOW_DOWN, EXPIRED_TOKEN,
    // RFC 7591
    INVALID_REDIRECT_URI, INVALID_CLIENT_METADATA;

    public String text() { return name().toLowerCase(Locale.ROOT); }
}
