// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import java.util.List;

/**
 * The texts that recur in most objects of view.pickle, which are therefore written once. A text
 * that is not here is written in full each time; Python sees no difference.
 */
final class PickleWords {
  static final List<String> ALL =
      List.of(
          """
          racks,devices,users,templates,teams,id,name,description,height,status,cost
          _delete_marker,_updated,team_id_tuple,_base_name,_status_reason,_occupied
          output,_creation_output,_project_cloud_id,network_details,metadata
          _detailed_cost,_resources,output_key,output_value,creator_cloud_name
          project_cloud_id,status_reason,servers,volumes,networks,other,type
          rack_id_tuple,template,location,network_interfaces,details,start_u,end_u
          facing,f,b,Instance,Volume,Network,ACTIVE,STOPPED,SUSPENDED,AVAILABLE
          IN_PROGRESS,FAILED,Server Device created from Cloud by Concertim Service
          Device created from Cloud by Concertim Service,ssh_key,public_ips,private_ips
          volume_details,login_user,availability_zone,bootable,encrypted,size
          volume_type,admin_state_up,l2_adjacency,mtu,shared,port_security_enabled,ram
          disk,vcpus,tag,team_members,team_admins,_primary_billing_user_cloud_id
          billing_period_start,billing_period_end,credits,full_name,email
          admin_projects_cloud_ids
          """
              .strip()
              .split("[,\n]", -1));

  private PickleWords() {}
}
