namespace PipAi.Workers.Pipeline.Storage;

/// <summary>How this machine proves to AWS who it is: Fly's token for a role, no static key.</summary>
/// <param name="RoleArn">The role to take on: <c>AWS_ROLE_ARN</c>.</param>
/// <param name="TokenFile">Where Fly's init keeps the token: <c>AWS_WEB_IDENTITY_TOKEN_FILE</c>.</param>
/// <param name="SessionName">The session's name in AWS's logs: <c>AWS_ROLE_SESSION_NAME</c>.</param>
internal sealed record FlyIdentity(string RoleArn, string TokenFile, string SessionName);
