/**
 * OAuth 2 as it is spoken: requests of programs, what they are answered, who they say they are. RFC 6749, 7591, 7636, 8252,
 * 8414, 8628, 9207, 9728 and the best practice of RFC 9700. Bytes and texts in, values out; total.
 */
package sigillo.oauth;
