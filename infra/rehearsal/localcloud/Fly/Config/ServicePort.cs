namespace PipAi.LocalCloud.Fly.Config;

/// <summary>A public port of a service.</summary>
/// <param name="Number">The port.</param>
/// <param name="HasHttp">Whether it has the handler <c>http</c>.</param>
/// <param name="HasTls">Whether it has the handler <c>tls</c>.</param>
/// <param name="ForcesHttps">Whether plain HTTP is answered with a redirect to HTTPS.</param>
internal sealed record ServicePort(int Number, bool HasHttp, bool HasTls, bool ForcesHttps);
