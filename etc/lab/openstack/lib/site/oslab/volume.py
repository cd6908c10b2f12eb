"""Cinder driver that keeps nothing on disk: every volume is there at once."""
from cinder import interface
from cinder.volume import driver


@interface.volumedriver
class LabVolumeDriver(driver.VolumeDriver):
    VERSION = '1.0'
    CI_WIKI_NAME = 'none'

    def check_for_setup_error(self):
        pass

    def _update_volume_stats(self):
        self._stats = {
            'volume_backend_name': self.configuration.safe_get('volume_backend_name') or 'lab',
            'vendor_name': 'lab',
            'driver_version': self.VERSION,
            'storage_protocol': 'fake',
            'pools': [
                {
                    'pool_name': 'lab',
                    'total_capacity_gb': 100000,
                    'free_capacity_gb': 100000,
                    'reserved_percentage': 0,
                    'allocated_capacity_gb': 0,
                    'multiattach': True,
                }
            ],
        }

    def get_volume_stats(self, refresh=False):
        self._update_volume_stats()
        return self._stats

    def create_volume(self, volume):
        return {}

    def delete_volume(self, volume):
        pass

    def extend_volume(self, volume, new_size):
        pass

    def create_snapshot(self, snapshot):
        return {}

    def delete_snapshot(self, snapshot):
        pass

    def create_volume_from_snapshot(self, volume, snapshot):
        return {}

    def create_cloned_volume(self, volume, src_vref):
        return {}

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        pass

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        return {}, True

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        return {'provider_location': 'lab:%s' % volume['id'], 'provider_auth': ''}

    def remove_export(self, context, volume):
        pass

    def initialize_connection(self, volume, connector):
        return {
            'driver_volume_type': 'fake',
            'data': {'volume_id': volume['id'], 'access_mode': 'rw'},
        }

    def terminate_connection(self, volume, connector, **kwargs):
        pass
