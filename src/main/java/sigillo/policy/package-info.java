/**
 * What other domains ask of those who send them mail: MTA-STS policies (RFC 8461), fetched, kept and refreshed. Begin
 * reading at {@link sigillo.policy.StsPolicies}.
 */
package sigillo.policy;
