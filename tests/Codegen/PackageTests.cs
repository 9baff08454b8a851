using PipAi.Packages.Codegen.CSharp;
using PipAi.Packages.Codegen.Schema;
using PipAi.Testing;

namespace PipAi.Codegen.Tests;

public sealed class PackageTests
{
    [Fact]
    public void A_bridged_package_has_the_shape_of_the_official_one() => Approved.Text(Write(BridgedPackage));

    [Fact]
    public void A_package_of_our_own_is_looked_up_by_id_alone() => Approved.Text(Write(NativePackage));

    [Fact]
    public void The_same_schema_gives_the_same_text() => Assert.Equal(Write(BridgedPackage), Write(BridgedPackage));

    [Theory]
    [InlineData(
        """{"name":"p","resources":{"p:index:R":{"inputProperties":{"a":{"$ref":"#/types/p:index:Gone"}}}}}""",
        "p:index:R, inputProperties.a: refers to '#/types/p:index:Gone', which is not in this schema")]
    [InlineData(
        """{"name":"p","resources":{"p:index:R":{"inputProperties":{"a":{"type":"text"}}}}}""",
        "p:index:R, inputProperties.a: 'text' is no type")]
    [InlineData(
        """{"name":"p","resources":{"p:index:R":{"inputProperties":{"a":{"type":"string"}},"requiredInputs":["b"]}}}""",
        "p:index:R: 'requiredInputs' names 'b', which is not among its 'inputProperties'")]
    [InlineData(
        """{"name":"p","resources":{"p:index:R":{"isComponent":true}}}""", "p:index:R: 'isComponent' is not supported by this generator")]
    [InlineData("""{"name":"p","functions":{"p:index:f":{}}}""", "functions: are not supported by this generator")]
    [InlineData(
        """{"name":"p","types":{"p:index:E":{"type":"integer","enum":[{"value":1}]}}}""",
        "p:index:E: only enumerations of strings are supported by this generator")]
    [InlineData("""{"name":"p","resources":{"R":{}}}""", "R: is no type token; it needs the form 'package:module:Name'")]
    [InlineData("""{}""", "name: is missing")]
    public void What_cannot_become_code_is_refused_by_name(string schema, string message) =>
        Assert.Equal(message, Assert.Throws<SchemaException>(() => Write(schema)).Message);

    [Fact]
    public void Text_that_is_no_JSON_is_refused() =>
        Assert.StartsWith("schema: is not valid JSON", Assert.Throws<SchemaException>(() => Write("{")).Message, StringComparison.Ordinal);

    private static string Write(string schema) => PackageWriter.Write(SchemaReader.Read(schema));

    private const string BridgedPackage = """
        {
          "name": "aws", "version": "7.1.0", "pluginDownloadURL": "github://api.github.com/somebody",
          "meta": { "moduleFormat": "(.*)(?:/[^/]*)" },
          "language": { "csharp": { "compatibility": "tfbridge20", "namespaces": { "s3": "S3" } } },
          "provider": {
            "description": "Where the package works.",
            "inputProperties": { "region": { "type": "string" }, "token": { "type": "string", "secret": true }, "tags": { "type": "object" }, "retries": { "type": "integer" } }
          },
          "types": {
            "aws:s3/BucketRule:BucketRule": {
              "description": "A rule with <brackets> & ampersands.", "type": "object", "required": ["days"],
              "properties": { "days": { "type": "integer" }, "filter": { "$ref": "#/types/aws:s3/BucketRuleFilter:BucketRuleFilter" } }
            },
            "aws:s3/BucketRuleFilter:BucketRuleFilter": { "type": "object", "properties": { "prefix": { "type": "string" }, "key": { "type": "string", "secret": true } } },
            "aws:s3/BucketOwner:BucketOwner": { "type": "object", "properties": { "id": { "type": "string" } } }
          },
          "resources": {
            "aws:s3/bucket:Bucket": {
              "description": "A bucket.",
              "aliases": [{ "type": "aws:s3/bucketV2:BucketV2" }],
              "properties": {
                "arn": { "type": "string" },
                "bucket": { "type": "string", "language": { "csharp": { "name": "BucketName" } } },
                "owner": { "$ref": "#/types/aws:s3/BucketOwner:BucketOwner" },
                "rules": { "type": "array", "items": { "$ref": "#/types/aws:s3/BucketRule:BucketRule" } },
                "size": { "type": "number" },
                "token": { "type": "string", "secret": true }
              },
              "required": ["arn", "bucket"],
              "inputProperties": {
                "bucket": { "type": "string", "language": { "csharp": { "name": "BucketName" } } },
                "rules": { "type": "array", "items": { "$ref": "#/types/aws:s3/BucketRule:BucketRule" } },
                "token": { "type": "string", "secret": true }
              }
            }
          }
        }
        """;

    private const string NativePackage = """
        {
          "name": "fly", "version": "0.1.0",
          "language": { "csharp": { "rootNamespace": "Pulumiverse" } },
          "types": {
            "fly:index:Kind": { "type": "string", "enum": [{ "value": "shared", "description": "A slice." }, { "name": "Performance", "value": "performance-cpu" }] }
          },
          "resources": {
            "fly:index:Machine": {
              "description": "A machine.", "deprecationMessage": "Use \"Fleet\".",
              "properties": { "app": { "type": "string", "replaceOnChanges": true }, "kind": { "$ref": "#/types/fly:index:Kind" }, "state": { "type": "string" } },
              "required": ["app", "state"],
              "inputProperties": {
                "app": { "type": "string", "replaceOnChanges": true },
                "count": { "type": "integer", "default": 2 },
                "kind": { "$ref": "#/types/fly:index:Kind" },
                "mode": { "oneOf": [{ "type": "string" }, { "$ref": "#/types/fly:index:Kind" }] },
                "either": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
                "blob": { "$ref": "pulumi.json#/Json" },
                "source": { "$ref": "pulumi.json#/Archive" },
                "secrets": { "type": "object", "additionalProperties": { "type": "string" }, "secret": true },
                "args": { "type": "array", "items": { "type": "array", "items": { "type": "string" } } },
                "old": { "type": "boolean", "deprecationMessage": "It does nothing." }
              },
              "requiredInputs": ["app"]
            }
          }
        }
        """;
}
