using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>The one owner of everything in the local cloud, as S3 shows owners.</summary>
internal static class Owner
{
    /// <summary>The canonical user id.</summary>
    public const string Id = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>An Owner or Initiator element.</summary>
    public static XElement Element(string name = "Owner") =>
        S3Xml.Element(name, S3Xml.Element("ID", Id), S3Xml.Element("DisplayName", "local"));

    /// <summary>The access control list that every bucket and object has: the owner alone.</summary>
    public static XElement AccessControlPolicy()
    {
        XNamespace instance = "http://www.w3.org/2001/XMLSchema-instance";
        var grantee = S3Xml.Element(
            "Grantee",
            new XAttribute(XNamespace.Xmlns + "xsi", instance.NamespaceName),
            new XAttribute(instance + "type", "CanonicalUser"),
            S3Xml.Element("ID", Id),
            S3Xml.Element("DisplayName", "local"));
        var grant = S3Xml.Element("Grant", grantee, S3Xml.Element("Permission", "FULL_CONTROL"));
        return S3Xml.Element("AccessControlPolicy", Element(), S3Xml.Element("AccessControlList", grant));
    }
}
